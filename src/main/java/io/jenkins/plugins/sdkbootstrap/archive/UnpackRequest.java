package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import java.nio.file.Path;

/**
 * What to unpack, and how.
 *
 * @param archive the archive; its compression is recognised by its content
 * @param root the directory to be made; it must not exist, or be empty
 * @param expected the digest that the archive must have as it lies there; null if none is known
 * @param elevation how tar gets the right to make the root
 * @param devices whether device nodes are made where the kernel lets them be; left out otherwise
 * @param strict whether what cannot be made or set here is an error rather than left out
 * @param progress hears how many of the archive's bytes were read, and what is left out
 */
public record UnpackRequest(
    Path archive,
    Path root,
    Digest expected,
    Elevation elevation,
    boolean devices,
    boolean strict,
    Progress progress) {

  /** Leaves out what cannot be made or set. */
  public UnpackRequest(
      Path archive,
      Path root,
      Digest expected,
      Elevation elevation,
      boolean devices,
      Progress progress) {
    this(archive, root, expected, elevation, devices, false, progress);
  }
}
