package io.jenkins.plugins.sdkbootstrap.agent;

import io.jenkins.plugins.sdkbootstrap.http.Http;
import io.jenkins.plugins.sdkbootstrap.io.ArrivingFile;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;

/** An artifact on its way into an agent's cache. */
final class Arrival implements Closeable {

  private final Tarball.Sent tarball;
  private final AgentCache cache;
  private final TempDirectory folder;
  private final ArrivingFile file;

  /**
   * Begins to take it.
   *
   * @param progress is told what has come
   */
  Arrival(Tarball.Sent tarball, AgentSettings settings, Progress progress) throws IOException {
    this.tarball = tarball;
    cache = settings.cache();
    // Closed also where this fails before it reads: the controller sends already.
    InputStream in = open(settings.http());
    try {
      folder = cache.newFolder();
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
    try {
      file = new ArrivingFile(path(), in, tarball.size(), tarball.name(), progress);
    } catch (IOException | RuntimeException e) {
      in.close();
      folder.close();
      throw e;
    }
  }

  private InputStream open(Http http) throws IOException {
    if (tarball.url() != null) {
      URI from = URI.create(tarball.url().toString());
      return http.get(tarball.name(), from, null).requireOk().body();
    }
    return tarball.pipe() == null ? tarball.stream() : tarball.pipe().getIn();
  }

  Path path() {
    return folder.path().resolve("tarball");
  }

  ArrivingFile file() {
    return file;
  }

  /**
   * Waits for all of it; the digest it has.
   *
   * @throws DamagedArtifactException if it is not the expected one
   */
  Digest digest() throws IOException, InterruptedException {
    file.await();
    Digest expected = tarball.digest();
    MessageDigest computation = expected == null ? Digest.newSha256() : expected.newComputation();
    Digest actual = FileDigest.of(path(), computation);
    if (expected != null && !actual.equals(expected)) {
      throw new DamagedArtifactException(
          tarball.name() + " has " + actual + ", not the expected " + expected, null);
    }
    return actual;
  }

  /** Puts it into the cache, with the digest that it has; the file there. */
  Path keep(Digest digest) throws IOException {
    return cache.adopt(path(), digest);
  }

  @Override
  public void close() throws IOException {
    try (folder) {
      file.close();
    }
  }
}
