package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

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

  /** Computes the expected digest, where it is another one than the SHA-256 that always is. */
  Optional<MessageDigest> computation() {
    return Optional.ofNullable(expected)
        .filter(digest -> !digest.algorithm().equals("sha256"))
        .map(Digest::newComputation);
  }

  /**
   * Makes sure that this is the archive that was expected.
   *
   * @param sha256 the digest that it has
   * @param computed the other one, from {@link #computation}
   */
  void requireDigest(Digest sha256, Optional<MessageDigest> computed) throws ArchiveException {
    Digest found = computed.map(Digest::of).orElse(sha256);
    if (expected != null && !found.equals(expected)) {
      throw new ArchiveException(
          archive
              + " is not the archive that was expected: its digest is "
              + found
              + ", not "
              + expected);
    }
  }

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
