package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Fetches a seed by https. It is kept under its digest, so that a second run fetches nothing, and
 * gets that name only when all of it is there and has the digest.
 */
public final class SeedDownload {

  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final int BUFFER = 1 << 16;

  private SeedDownload() {}

  /**
   * Gives the seed as a local file.
   *
   * @param seed of the kind {@link SeedRef.Kind#URL}
   * @param directory where seeds are kept; created where it is missing
   * @return the file, whose digest was checked by this call
   * @throws IOException with one line, where it cannot be fetched or is not what was expected
   */
  public static Path fetch(SeedRef seed, Path directory, Progress progress)
      throws IOException, InterruptedException {
    Digest expected = seed.digest().orElseThrow();
    Path kept = directory.resolve(expected.algorithm() + "-" + expected.hex());
    if (Files.isRegularFile(kept)
        && FileDigest.of(kept, expected.newComputation()).equals(expected)) {
      return kept;
    }
    Files.createDirectories(directory);
    Path partial = directory.resolve("." + kept.getFileName() + ".partial");
    try {
      Digest actual = copy(URI.create(seed.location()), partial, expected, progress);
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
      Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
      return kept;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static Digest copy(URI from, Path to, Digest expected, Progress progress)
      throws IOException, InterruptedException {
    // Redirects are followed, but never from https to http.
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT)
            .build();
    HttpResponse<InputStream> response;
    try {
      response =
          client.send(
              HttpRequest.newBuilder(from).build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new IOException("cannot fetch the seed " + from + ": " + reason(e), e);
    }
    MessageDigest computation = expected.newComputation();
    try (InputStream in = response.body();
        OutputStream out = Files.newOutputStream(to)) {
      if (response.statusCode() != 200) {
        throw new ArchiveException(
            "cannot fetch the seed " + from + ": the server answers " + response.statusCode());
      }
      progress.started("fetch", response.headers().firstValueAsLong("content-length").orElse(-1));
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        computation.update(buffer, 0, n);
        out.write(buffer, 0, n);
        progress.advanced(n);
      }
      progress.finished();
    }
    return new Digest(expected.algorithm(), HexFormat.of().formatHex(computation.digest()));
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
