package io.jenkins.plugins.sdkbootstrap.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears under its name only when it is complete. It is written beside it, as {@code
 * .NAME.partial-RANDOM}, and locked while it is; {@link #commit} brings it to the disk and renames
 * it, {@link #close} without that removes it, and so does the end of the JVM. What a killed process
 * left behind, known by its missing lock, goes when the next file of that name is staged.
 */
public final class StagedFile implements Closeable {

  private static final String MARK = ".partial-";

  private final Path target;
  private final Path temporary;
  private final Lease lease;
  private final AtExit atExit;
  private boolean over;

  private StagedFile(Path target, Path temporary, Lease lease) {
    this.target = target;
    this.temporary = temporary;
    this.lease = lease;
    this.atExit = new AtExit(this::discardQuietly);
  }

  /**
   * Begins a file.
   *
   * @param target its name once it is complete; what has that name stays until then
   */
  public static StagedFile create(Path target) throws IOException {
    sweep(target);
    while (true) {
      long random = ThreadLocalRandom.current().nextLong();
      Path temporary =
          target.resolveSibling(
              "." + target.getFileName() + MARK + Long.toUnsignedString(random, 36));
      try {
        Lease lease = Lease.create(temporary);
        if (lease != null) {
          return new StagedFile(target, temporary, lease);
        }
      } catch (FileAlreadyExistsException e) {
        // Another number, then.
      } catch (FileSystemException e) {
        throw notWritable(target, e);
      }
    }
  }

  /**
   * The error of a directory in which nothing can be made; the JDK's own message is just a path.
   */
  public static ArchiveException notWritable(Path target, FileSystemException cause) {
    if (cause instanceof AccessDeniedException) {
      return new ArchiveException("cannot write " + target + ": Permission denied", cause);
    }
    return new MachineException("cannot write " + target + ": " + cause.getReason(), cause);
  }

  public Path target() {
    return target;
  }

  /** The name it has until then. */
  public Path temporary() {
    return temporary;
  }

  /** The file to be written; not to be closed. */
  public FileChannel channel() {
    return lease.channel();
  }

  /** Writes to the file, unbuffered; closing it leaves the file open. */
  public OutputStream stream() {
    return new OutputStream() {
      private final OutputStream out = Channels.newOutputStream(lease.channel());

      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          out.write(bytes, offset, length);
        } catch (ClosedChannelException e) {
          throw e; // by an interrupt
        } catch (IOException e) {
          throw new MachineException("cannot write " + target + ": " + e.getMessage(), e);
        }
      }
    };
  }

  /** Brings the file to the disk and then under its name. */
  public void commit() throws IOException {
    commit(List.of(this));
  }

  /**
   * Brings several files to the disk and then, in this order, under their names. Put what others
   * take for the sign that all are there last.
   */
  public static void commit(List<StagedFile> files) throws IOException {
    for (StagedFile file : files) {
      file.sync();
    }
    for (StagedFile file : files) {
      file.rename();
    }
  }

  private void sync() throws IOException {
    try {
      channel().force(true);
    } catch (ClosedChannelException e) {
      throw e; // by an interrupt
    } catch (IOException e) {
      throw new MachineException("cannot write " + target + ": " + e.getMessage(), e);
    }
  }

  private synchronized void rename() throws IOException {
    if (over) {
      throw new IOException(temporary + " was committed or discarded before");
    }
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    over = true;
    lease.close();
    atExit.cancel();
    syncDirectory(target);
  }

  /** Makes a rename last. */
  private static void syncDirectory(Path file) throws IOException {
    try (FileChannel directory =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    if (discard()) {
      atExit.cancel();
    }
  }

  private synchronized boolean discard() throws IOException {
    if (over) {
      return false;
    }
    over = true;
    Files.deleteIfExists(temporary);
    lease.close();
    return true;
  }

  private void discardQuietly() {
    try {
      discard();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what killed processes left of this file. */
  private static void sweep(Path target) throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    String prefix = "." + target.getFileName() + MARK;
    DirectoryStream.Filter<Path> left = path -> path.getFileName().toString().startsWith(prefix);
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory, left)) {
      for (Path path : paths) {
        try (Lease abandoned = Lease.ofAbandoned(path)) {
          if (abandoned != null) {
            Files.deleteIfExists(path);
          }
        }
      }
    }
  }
}
