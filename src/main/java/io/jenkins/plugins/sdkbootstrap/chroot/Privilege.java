package io.jenkins.plugins.sdkbootstrap.chroot;

import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import java.util.ArrayList;
import java.util.List;

/**
 * How a command gets the right to change a root. Each rootless command gets a new user namespace,
 * always with the same map of ids: a file of one command has the same owner for the next.
 */
public enum Privilege implements Elevation {
  /** The process is root and may mount. */
  ROOT("root", List.of()),

  /**
   * Root in a user namespace, with the ids of {@code /etc/subuid}; for root, even of a container
   * without SYS_ADMIN, with its own ids.
   */
  USERNS(
      "rootless",
      List.of(
          "sh",
          "-c",
          "eval \"$1\"; shift; in_user_namespace \"$@\"",
          "userns",
          EnterProgram.USERNS)),

  /** An ordinary user who may run everything by sudo without a password. */
  SUDO("sudo", List.of("sudo", "-n", "--"));

  private final String label;
  private final List<String> prefix;

  Privilege(String label, List<String> prefix) {
    this.label = label;
    this.prefix = prefix;
  }

  /** The name for people: {@code root}, {@code rootless} or {@code sudo}. */
  public String label() {
    return label;
  }

  @Override
  public List<String> command(List<String> plain) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(plain);
    return List.copyOf(command);
  }
}
