package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that can be read while it is written from a stream, by a thread of its own. A read waits
 * until the bytes that it wants are there.
 */
public final class ArrivingFile implements ByteSource {

  private static final int PIECE = 256 * 1024;

  private final String name;
  private final long size;
  private final Progress progress;
  private final ByteSource file;
  private final Thread thread;
  private long arrived;
  private boolean atEnd;
  private IOException failure;

  /**
   * Begins to write.
   *
   * @param path the file, which must not exist
   * @param from the stream; closed at its end and with this
   * @param size how many bytes it must have
   * @param name what errors call it
   * @param progress is told what has come
   */
  public ArrivingFile(Path path, InputStream from, long size, String name, Progress progress)
      throws IOException {
    this.name = name;
    this.progress = progress;
    this.size = size;
    OutputStream to = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW);
    try {
      file = ByteSource.of(path);
    } catch (IOException e) {
      to.close();
      throw e;
    }
    thread = Daemon.start("fetch " + name, () -> write(from, to));
  }

  private void write(InputStream from, OutputStream to) {
    byte[] piece = new byte[PIECE];
    try (from;
        to) {
      for (int n; (n = from.read(piece)) >= 0; ) {
        write(to, piece, n);
        add(n);
        progress.advanced(n);
      }
      end(null);
    } catch (IOException | RuntimeException e) {
      end(e);
    }
  }

  private void write(OutputStream to, byte[] piece, int n) throws IOException {
    try {
      to.write(piece, 0, n);
    } catch (IOException e) {
      throw new MachineException("cannot keep " + name + ": " + e.getMessage(), e);
    }
  }

  private synchronized void add(int n) {
    arrived += n;
    notifyAll();
  }

  private synchronized void end(Exception e) {
    atEnd = true;
    if (e != null) {
      failure = e instanceof IOException io ? io : new IOException(e);
    } else if (arrived != size) {
      failure =
          new IOException(name + " ended after " + arrived + " bytes, it should have " + size);
    }
    notifyAll();
  }

  /**
   * Waits until all of it is there.
   *
   * @throws IOException why it did not come, or that it has another size
   */
  public void await() throws IOException {
    await(Long.MAX_VALUE);
  }

  private synchronized void await(long bytes) throws IOException {
    try {
      while (arrived < bytes && !atEnd) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + name);
    }
    if (failure != null && arrived < bytes) {
      throw failure;
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean isStream() {
    return true;
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    await(Math.min(size, position + into.remaining()));
    return file.read(position, into);
  }

  /** Stops writing; the file stays. */
  @Override
  public void close() throws IOException {
    thread.interrupt();
    file.close();
  }
}
