package io.jenkins.plugins.sdkbootstrap.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One package that differs between two roots.
 *
 * @param kind how it differs
 * @param before the package before; null if it was added
 * @param after the package after; null if it was removed
 * @param flags of a package that is in both, the flags that were switched on and off: {@code +ssl},
 *     {@code -static}
 * @param files how many of its files differ
 */
public record PackageChange(
    Kind kind, SdkPackage before, SdkPackage after, List<String> flags, int files) {

  public enum Kind {
    UPGRADED,
    DOWNGRADED,
    ADDED,
    REMOVED,
    /** The same version, with other flags, facts or files. */
    REBUILT;

    /** The name in listings and in JSON. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The difference; null if there is none. */
  static PackageChange of(SdkPackage before, SdkPackage after, int files) {
    if (before == null || after == null) {
      return new PackageChange(
          before == null ? Kind.ADDED : Kind.REMOVED, before, after, List.of(), files);
    }
    int order =
        before.format() == after.format()
            ? VersionOrder.compare(before, after)
            : before.version().equals(after.version()) ? 0 : -1;
    List<String> flags = new ArrayList<>();
    after.flags().stream()
        .filter(f -> !before.flags().contains(f))
        .forEach(f -> flags.add("+" + f));
    before.flags().stream()
        .filter(f -> !after.flags().contains(f))
        .forEach(f -> flags.add("-" + f));
    boolean same =
        order == 0
            && flags.isEmpty()
            && files == 0
            && before.version().equals(after.version())
            && before.arch().equals(after.arch())
            && before.origin().equals(after.origin())
            && before.slot().equals(after.slot())
            && before.licenses().equals(after.licenses())
            && before.files() == after.files()
            && before.size() == after.size();
    return same
        ? null
        : new PackageChange(
            order < 0 ? Kind.UPGRADED : order > 0 ? Kind.DOWNGRADED : Kind.REBUILT,
            before,
            after,
            flags,
            files);
  }

  /** The package's name. */
  public String name() {
    return after == null ? before.name() : after.name();
  }

  /** How many bytes it has grown. */
  public long growth() {
    return (after == null ? 0 : after.size()) - (before == null ? 0 : before.size());
  }
}
