package io.jenkins.plugins.sdkbootstrap.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * A locked file that shows that a process still works on something. The kernel drops the lock when
 * the process ends, even if it is killed.
 */
public final class Lease implements Closeable {

  /**
   * The files that this JVM has locked. Do not open them again to test the lock: closing any
   * descriptor of a file drops all of the process's locks on it.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private Lease(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Makes the file and locks it.
   *
   * @return null if another process removed it in between because it seemed abandoned
   * @throws java.nio.file.FileAlreadyExistsException if the file is there already
   */
  public static Lease create(Path file) throws IOException {
    synchronized (HELD) {
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE_NEW);
      try {
        channel.lock();
      } catch (IOException e) {
        Files.deleteIfExists(file);
        channel.close();
        throw e;
      }
      if (!Files.exists(file)) {
        channel.close();
        return null;
      }
      HELD.add(file.toAbsolutePath());
      return new Lease(file, channel);
    }
  }

  /** Takes over the lock of a process that has ended; null if a process still holds it. */
  public static Lease ofAbandoned(Path file) throws IOException {
    synchronized (HELD) {
      if (HELD.contains(file.toAbsolutePath())) {
        return null;
      }
      FileChannel channel;
      try {
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
      } catch (NoSuchFileException e) {
        return null;
      }
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return null;
      }
      HELD.add(file.toAbsolutePath());
      return new Lease(file, channel);
    }
  }

  /** The file, open for reading and writing where this process made it. */
  FileChannel channel() {
    return channel;
  }

  /** Releases the lock; the file stays. */
  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      HELD.remove(file.toAbsolutePath());
      channel.close();
    }
  }
}
