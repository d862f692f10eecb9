package io.jenkins.plugins.sdkbootstrap.process;

import java.util.List;

/**
 * How a command that touches a root gets the right to do so: as it is, in a user namespace, or by
 * sudo. The {@code chroot} package's privileges are such.
 */
@FunctionalInterface
public interface Elevation {

  /** For a process that already may. */
  Elevation NONE = plain -> plain;

  /** The command line that runs this one with the right. */
  List<String> command(List<String> plain);
}
