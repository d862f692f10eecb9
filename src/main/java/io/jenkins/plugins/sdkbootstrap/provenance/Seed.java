package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tarball a stage starts from.
 *
 * @param location for people: the path or URL of a configured seed, or the file name of the tarball
 *     of the stage before
 * @param digests what is known of its content, at least one
 * @param signer the fingerprint of the OpenPGP key whose signature says so, 40 or 64 hexadecimal
 *     digits in upper case; null where no signature was verified
 */
public record Seed(String location, List<Digest> digests, String signer) implements Serializable {

  private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-F]{40}|[0-9A-F]{64}");

  /** Requires the first two. */
  public Seed {
    Objects.requireNonNull(location);
    if (signer != null && !FINGERPRINT.matcher(signer).matches()) {
      throw new IllegalArgumentException("no fingerprint of a key: " + Printable.quoted(signer));
    }
    digests = List.copyOf(digests);
    if (digests.isEmpty()) {
      throw new IllegalArgumentException("a seed without a digest: " + location);
    }
  }

  /** One of which no signature was verified. */
  public Seed(String location, List<Digest> digests) {
    this(location, digests, null);
  }

  /** What is known of a seed without fetching it: a URL's digest. */
  public static Optional<Seed> known(SeedRef ref) {
    return ref.kind() == SeedRef.Kind.URL && !ref.isSigned()
        ? Optional.of(new Seed(ref.location(), List.of(ref.expected())))
        : Optional.empty();
  }

  /**
   * Whether both have the same content: at least one digest of the same algorithm, and none that
   * differs.
   */
  public boolean sameContent(Seed other) {
    boolean compared = false;
    for (Digest mine : digests) {
      for (Digest theirs : other.digests) {
        if (mine.algorithm().equals(theirs.algorithm())) {
          compared = true;
          if (!mine.equals(theirs)) {
            return false;
          }
        }
      }
    }
    return compared;
  }
}
