package io.jenkins.plugins.sdkbootstrap.chroot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a person asks for: one privilege, or the least that works. */
public enum PrivilegeSetting {
  /** The first that works: root if the process is root, then rootless, then sudo. */
  AUTO,
  /** {@link Privilege#ROOT} only. */
  ROOT,
  /** {@link Privilege#USERNS} only. */
  USERNS,
  /** {@link Privilege#SUDO} only. */
  SUDO;

  /**
   * The setting of this name, in any case.
   *
   * @throws IllegalArgumentException naming the possible ones
   */
  public static PrivilegeSetting parse(String text) {
    for (PrivilegeSetting setting : values()) {
      if (setting.toString().equalsIgnoreCase(text)) {
        return setting;
      }
    }
    throw new IllegalArgumentException(
        "privilege '"
            + text
            + "': it is one of "
            + Arrays.stream(values()).map(Object::toString).collect(Collectors.joining(", ")));
  }

  /** The privileges to try, the preferred one first. */
  List<Privilege> candidates(boolean processIsRoot) {
    return switch (this) {
      case ROOT -> List.of(Privilege.ROOT);
      case USERNS -> List.of(Privilege.USERNS);
      case SUDO -> List.of(Privilege.SUDO);
      case AUTO ->
          processIsRoot
              ? List.of(Privilege.ROOT, Privilege.USERNS)
              : List.of(Privilege.USERNS, Privilege.SUDO);
    };
  }

  /** As it is written in sdk.yaml. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
