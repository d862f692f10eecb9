package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.FileProblem;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Digests of whole files. */
public final class FileDigest {

  private static final int BUFFER = 1 << 16;

  private FileDigest() {}

  /**
   * The SHA-256 of a file.
   *
   * @throws IOException with one line, if it cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public static Digest sha256(Path file) throws IOException, InterruptedException {
    return of(file, Digest.newSha256());
  }

  /**
   * The digest of a file, by the algorithm of another one.
   *
   * @throws IOException with one line, if it cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public static Digest like(Digest other, Path file) throws IOException, InterruptedException {
    return of(file, other.newComputation());
  }

  /** The digest of a file by a fresh computation. */
  public static Digest of(Path file, MessageDigest computation)
      throws IOException, InterruptedException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in, computation);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + reason(e), e);
    }
  }

  /** The digest of a stream, read to its end, by a fresh computation. */
  public static Digest of(InputStream stream, MessageDigest computation)
      throws IOException, InterruptedException {
    return copy(stream, OutputStream.nullOutputStream(), computation, Progress.NONE);
  }

  /** Copies a stream to a new file; the digest of both, by a fresh computation. */
  public static Digest copy(InputStream from, Path to, MessageDigest computation, Progress progress)
      throws IOException, InterruptedException {
    try (OutputStream out = Files.newOutputStream(to)) {
      return copy(from, out, computation, progress);
    }
  }

  private static Digest copy(
      InputStream from, OutputStream to, MessageDigest computation, Progress progress)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    for (int n; (n = from.read(buffer)) >= 0; ) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while a digest was computed");
      }
      computation.update(buffer, 0, n);
      to.write(buffer, 0, n);
      progress.advanced(n);
    }
    return Digest.of(computation);
  }

  /** The reason, if the exception's own message is only the file's name. */
  private static String reason(IOException e) {
    return e instanceof FileSystemException file ? FileProblem.of(file) : e.getMessage();
  }
}
