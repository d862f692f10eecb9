package io.jenkins.plugins.sdkbootstrap.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock of a directory: a kernel lock on a file in it, which ends with the process, even if that
 * is killed. The file says who holds the lock. It is never removed: otherwise two processes could
 * lock two files of the same name.
 */
public final class DirectoryLock implements Closeable {

  static final String FILE = ".lock";

  /**
   * The files that this JVM has locked. The kernel drops a process's lock when the process closes
   * any descriptor of the file, so a locked file must not be opened again.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final int LONGEST_HOLDER = 200;

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks a directory that exists.
   *
   * @param what the kind of directory, for people
   * @throws StoreBusyException if somebody else holds the lock
   */
  public static DirectoryLock acquire(String what, Path directory) throws IOException {
    Path file = directory.toRealPath().resolve(FILE);
    if (!HELD.add(file)) {
      throw busy(what, directory, holder());
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw busy(what, directory, read(channel));
      }
      writeHolder(channel);
      return new DirectoryLock(file, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      HELD.remove(file);
      throw e;
    }
  }

  private static void writeHolder(FileChannel channel) throws IOException {
    channel.truncate(0);
    try {
      channel.write(ByteBuffer.wrap(holder().getBytes(StandardCharsets.UTF_8)), 0);
    } catch (ClosedChannelException e) {
      throw e; // by an interrupt
    } catch (IOException e) {
      // The disk is full. Only the kernel's lock counts; the name is for people.
      return;
    }
  }

  /** Whether this still holds the lock. */
  boolean isHeld() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try (channel) {
        channel.truncate(0);
      } finally {
        HELD.remove(file);
      }
    }
  }

  private static StoreBusyException busy(String what, Path directory, String holder) {
    return new StoreBusyException(
        "the "
            + what
            + " "
            + directory
            + " is in use by "
            + (holder.isEmpty() ? "another process" : holder)
            + "; wait for it to end, or take another "
            + what);
  }

  private static String holder() {
    return "process " + ProcessHandle.current().pid() + " on " + host();
  }

  private static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "this host";
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LONGEST_HOLDER);
    channel.read(buffer, 0);
    String holder = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    return holder.replaceAll("\\p{Cntrl}", "?");
  }
}
