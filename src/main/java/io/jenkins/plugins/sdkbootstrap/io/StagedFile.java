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
 * A file that appears under its name only when it is complete. Until then it is beside that name,
 * as {@code .NAME.partial-RANDOM}, and locked. {@link #commit} syncs it to the disk and renames it.
 * {@link #close} without a commit removes it, and so does the end of the JVM. The next file with
 * the same name removes what a killed process left: files without a lock.
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
   * @param target its name once it is complete; an existing file with that name stays until then
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
        // Try another number.
      } catch (FileSystemException e) {
        throw notWritable(target, e);
      }
    }
  }

  /** The error if the directory is not writable; the JDK's own message is only a path. */
  public static ArchiveException notWritable(Path target, FileSystemException cause) {
    if (cause instanceof AccessDeniedException) {
      return new ArchiveException("cannot write " + target + ": Permission denied", cause);
    }
    return new MachineException("cannot write " + target + ": " + FileProblem.of(cause), cause);
  }

  public Path target() {
    return target;
  }

  /** The temporary name. */
  public Path temporary() {
    return temporary;
  }

  /** The file to write to; do not close it. */
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

  /** Syncs the file to the disk and renames it. */
  public void commit() throws IOException {
    commit(List.of(this));
  }

  /**
   * Syncs several files to the disk and then renames them in this order. Put the file last that
   * tells readers that all are complete.
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

  /** Syncs a directory, so that a rename survives a power failure. */
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

  private static void sweep(Path target) throws IOException {
    String prefix = "." + target.getFileName() + MARK;
    sweep(
        target.toAbsolutePath().getParent(),
        path -> path.getFileName().toString().startsWith(prefix));
  }

  /** Removes the partial files that killed processes left in a directory. */
  public static void sweepDirectory(Path directory) throws IOException {
    sweep(
        directory,
        path -> {
          String name = path.getFileName().toString();
          return name.startsWith(".") && name.contains(MARK);
        });
  }

  private static void sweep(Path directory, DirectoryStream.Filter<Path> left) throws IOException {
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
