package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.http.Http;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * Fetches a seed by https. Stores it under its digest, so a second run fetches nothing. The file
 * only gets that name when it is complete and has the digest.
 */
public final class SeedDownload {

  private static final int LARGEST_SMALL = 1 << 20;

  /** Decides whether to keep a fetched file. */
  @FunctionalInterface
  interface Check {
    /**
     * Looks at it.
     *
     * @param file all of it
     * @throws IOException with one line, if it must not be kept
     */
    void check(Path file, Digest digest) throws IOException, InterruptedException;
  }

  private final Http http;

  /** Fetches by this. */
  public SeedDownload(Http http) {
    this.http = http;
  }

  /** Fetches as the environment of this process says. */
  public static SeedDownload ofEnvironment() {
    return new SeedDownload(Http.ofEnvironment(System.getenv()));
  }

  /**
   * Returns the seed as a local file.
   *
   * @param seed of the kind {@link SeedRef.Kind#URL}
   * @param directory where seeds are kept; created if missing
   * @return the file, whose digest was checked by this call
   * @throws IOException with one line, if it cannot be fetched or has another digest
   */
  public Path fetch(SeedRef seed, Path directory, Progress progress)
      throws IOException, InterruptedException {
    Digest expected = seed.digest().orElseThrow();
    Path kept = directory.resolve(name(expected));
    if (Files.isRegularFile(kept)
        && FileDigest.of(kept, expected.newComputation()).equals(expected)) {
      return kept;
    }
    fetch(
        seed,
        directory,
        expected.algorithm(),
        (file, actual) -> {
          if (!actual.equals(expected)) {
            throw new ArchiveException(
                "the seed "
                    + seed.location()
                    + " has "
                    + actual
                    + ", not the expected "
                    + expected
                    + "; correct the digest if the seed was meant to change");
          }
        },
        progress);
    return kept;
  }

  /**
   * Fetches a seed with an unknown digest, and keeps it as {@link #fetch(SeedRef, Path, Progress)}
   * does.
   *
   * @param algorithm of the digest
   * @return its digest
   */
  Digest fetch(SeedRef seed, Path directory, String algorithm, Check check, Progress progress)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path partial = Files.createTempFile(directory, ".", ".partial");
    try {
      Digest actual = copy(URI.create(seed.location()), partial, algorithm, progress);
      check.check(partial, actual);
      Files.move(partial, directory.resolve(name(actual)), StandardCopyOption.ATOMIC_MOVE);
      return actual;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** The file name of a seed with this digest in the directory where seeds are kept. */
  public static String name(Digest digest) {
    return digest.algorithm() + "-" + digest.hex();
  }

  /** The content of this URL, at most a megabyte; empty if the server says that there is none. */
  Optional<byte[]> small(URI from) throws IOException {
    try (Http.Answer answer = http.get(from.toString(), from, null)) {
      // An object store without the right to list answers 403 for a missing object.
      if (Set.of(404, 403, 410).contains(answer.status())) {
        return Optional.empty();
      }
      answer.requireOk();
      byte[] content = answer.body().readNBytes(LARGEST_SMALL + 1);
      if (content.length > LARGEST_SMALL) {
        throw new ArchiveException(from + " is too large for a signature or a list of digests");
      }
      return Optional.of(content);
    }
  }

  private Digest copy(URI from, Path to, String algorithm, Progress progress)
      throws IOException, InterruptedException {
    MessageDigest computation =
        algorithm.equals("sha256") ? Digest.newSha256() : Digest.newSha512();
    try (Http.Answer answer = http.get("the seed " + from, from, null)) {
      InputStream in = answer.requireOk().body();
      progress.started("fetch", answer.headers().firstValueAsLong("content-length").orElse(-1));
      Digest digest = FileDigest.copy(in, to, computation, progress);
      progress.finished();
      return digest;
    }
  }
}
