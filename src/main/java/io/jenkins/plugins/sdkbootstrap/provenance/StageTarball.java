package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * What a stage came to.
 *
 * @param compression of the tarball, which also gives its name's ending
 * @param size of the tarball in bytes
 * @param tarSize of the tar stream in it, in bytes
 * @param entries in it
 * @param sha256 of the tarball
 * @param sha512 of the tarball
 * @param index the SHA-256 of its index
 * @param contents the SHA-256 of its CONTENTS
 * @param packages how many packages it consists of; null where no package database was found
 */
public record StageTarball(
    Compression compression,
    long size,
    long tarSize,
    long entries,
    Digest sha256,
    Digest sha512,
    Digest index,
    Digest contents,
    PackageSummary packages)
    implements Serializable {

  /** Without packages. */
  public StageTarball(
      Compression compression,
      long size,
      long tarSize,
      long entries,
      Digest sha256,
      Digest sha512,
      Digest index,
      Digest contents) {
    this(compression, size, tarSize, entries, sha256, sha512, index, contents, null);
  }

  /** Holds the digests against their names. */
  public StageTarball {
    Objects.requireNonNull(compression);
    if (!sha256.algorithm().equals("sha256")
        || !sha512.algorithm().equals("sha512")
        || !isSha256(index)
        || !isSha256(contents)) {
      throw new IllegalArgumentException("digests in each other's place");
    }
    if (size < 0 || tarSize < 0 || entries < 0) {
      throw new IllegalArgumentException("a size below 0");
    }
  }

  /** How many packages it consists of; empty where no package database was found. */
  public Optional<PackageSummary> knownPackages() {
    return Optional.ofNullable(packages);
  }

  private static boolean isSha256(Digest digest) {
    return digest.algorithm().equals("sha256");
  }
}
