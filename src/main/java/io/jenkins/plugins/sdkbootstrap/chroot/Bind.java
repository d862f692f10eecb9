package io.jenkins.plugins.sdkbootstrap.chroot;

import java.nio.file.Path;

/**
 * A file or directory of the agent that a stage sees.
 *
 * @param source on the agent
 * @param mountPoint the absolute path in the root; resolved within the root, and created if missing
 * @param mode whether the stage may write to it
 */
public record Bind(Path source, String mountPoint, Mode mode) {

  /** The access of the stage. */
  public enum Mode {
    /** Read-only, even for root. Mounts below the source are read-only, too. */
    READ_ONLY("--read-only"),
    /** Read and write. */
    READ_WRITE("--read-write");

    private final String option;

    Mode(String option) {
      this.option = option;
    }

    /** The option of {@code enter.sh}. */
    String option() {
      return option;
    }
  }

  /**
   * With the source made absolute.
   *
   * @throws IllegalArgumentException if the mount point is not absolute
   */
  public Bind {
    source = source.toAbsolutePath();
    if (!mountPoint.startsWith("/")) {
      throw new IllegalArgumentException(
          "mount point '" + mountPoint + "': it must begin with a slash");
    }
  }

  /** A bind that the stage cannot write to, such as a package repository. */
  public static Bind readOnly(Path source, String mountPoint) {
    return new Bind(source, mountPoint, Mode.READ_ONLY);
  }

  /** A bind that the stage can write to, such as a cache. */
  public static Bind readWrite(Path source, String mountPoint) {
    return new Bind(source, mountPoint, Mode.READ_WRITE);
  }
}
