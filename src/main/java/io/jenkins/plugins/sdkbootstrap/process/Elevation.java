package io.jenkins.plugins.sdkbootstrap.process;

import java.util.List;

/**
 * How a command gets the right to change a root: unchanged, in a user namespace, or by sudo.
 * Implemented by the privileges of the package {@code chroot}.
 */
@FunctionalInterface
public interface Elevation {

  /** For a process that already has the right. */
  Elevation NONE = plain -> plain;

  /** The command line that runs this command with the right. */
  List<String> command(List<String> plain);
}
