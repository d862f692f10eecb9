package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.AtExit;
import io.jenkins.plugins.sdkbootstrap.io.Lease;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import io.jenkins.plugins.sdkbootstrap.process.ToolProcess;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A root that is being unpacked: {@code ROOT.partial-RANDOM/root}, beside its final path. {@link
 * #commit} renames it. {@link #close} without a commit removes it, and so does the end of the JVM.
 * Unpacking the same root again removes what a killed process left: directories without a lock.
 */
final class PartialRoot implements Closeable {

  private static final String MARK = ".partial-";
  private static final String LOCK = "lock";
  private static final String ROOT = "root";

  private final Path target;
  private final Path folder;
  private final Lease lease;
  private final Elevation elevation;
  private final AtExit atExit;
  private ToolProcess writer;
  private boolean over;

  private PartialRoot(Path target, Path folder, Lease lease, Elevation elevation) {
    this.target = target;
    this.folder = folder;
    this.lease = lease;
    this.elevation = elevation;
    this.atExit =
        new AtExit(
            new Runnable() {
              @Override
              public void run() {
                discardQuietly();
              }
            });
  }

  /**
   * Begins a root.
   *
   * @param target its final path, which must not exist or be an empty directory
   */
  static PartialRoot create(Path target, Elevation elevation) throws IOException {
    requireFree(target);
    Path absolute = target.toAbsolutePath().normalize();
    sweep(absolute, elevation);
    while (true) {
      String random = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
      Path folder = absolute.resolveSibling(absolute.getFileName() + MARK + random);
      try {
        Files.createDirectory(folder);
        Lease lease = lock(folder);
        if (lease != null) {
          PartialRoot partial = new PartialRoot(absolute, folder, lease, elevation);
          partial.makeRoot();
          return partial;
        }
      } catch (FileAlreadyExistsException e) {
        // Try another number.
      } catch (FileSystemException e) {
        throw StagedFile.notWritable(target, e);
      }
    }
  }

  private static void requireFree(Path target) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      Path folder = target.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new ArchiveException("cannot unpack to " + target + ": no directory " + folder);
      }
      return;
    }
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new ArchiveException("cannot unpack to " + target + ": it is there, and no directory");
    }
    try (DirectoryStream<Path> content = Files.newDirectoryStream(target)) {
      if (content.iterator().hasNext()) {
        throw new ArchiveException(
            "cannot unpack to " + target + ": it is not empty; remove it or choose another");
      }
    }
  }

  private static Lease lock(Path folder) throws IOException {
    try {
      return Lease.create(folder.resolve(LOCK));
    } catch (NoSuchFileException e) {
      return null; // someone who sweeps took the folder, still empty, for abandoned
    } catch (IOException e) {
      Files.deleteIfExists(folder);
      throw e;
    }
  }

  private void makeRoot() throws IOException {
    try {
      run(elevation, "mkdir", "--mode=0755", root().toString());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** The directory to fill. */
  Path root() {
    return folder.resolve(ROOT);
  }

  /** Whether the kernel allows device nodes there, which does not only depend on the user. */
  boolean takesDevices() throws IOException {
    try (ToolProcess trial =
        ToolProcess.start(
            "mknod",
            elevation.command(
                List.of("sh", "-c", "mknod \"$1\" c 1 3 && rm \"$1\"", "sh", root() + "/node")),
            ToolProcess.Messages.NONE)) {
      trial.input().close();
      return trial.await() == 0;
    }
  }

  /** Sets the tool that fills the root, which must end before the root can be removed. */
  synchronized void filledBy(ToolProcess tool) throws IOException {
    if (over) {
      tool.close();
      throw new IOException("unpacking was stopped");
    }
    writer = tool;
  }

  /** Gives the root its name. */
  synchronized void commit() throws IOException {
    if (over) {
      throw new IOException("unpacking was stopped");
    }
    run(elevation, "mv", "--no-target-directory", root().toString(), target.toString());
    over = true;
    atExit.cancel();
    Files.delete(folder.resolve(LOCK));
    lease.close();
    Files.delete(folder);
  }

  /** Removes the root unless it was committed. */
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
    if (writer != null) {
      writer.close();
    }
    try (lease) {
      remove(folder, elevation);
    }
    return true;
  }

  private void discardQuietly() {
    try {
      discard();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what killed processes left of this root. */
  private static void sweep(Path target, Elevation elevation) throws IOException {
    String prefix = target.getFileName() + MARK;
    DirectoryStream.Filter<Path> left =
        new DirectoryStream.Filter<>() {
          @Override
          public boolean accept(Path path) {
            return path.getFileName().toString().startsWith(prefix)
                && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
          }
        };
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(target.getParent(), left)) {
      for (Path folder : folders) {
        try (Lease abandoned = Lease.ofAbandoned(folder.resolve(LOCK))) {
          if (abandoned != null) {
            remove(folder, elevation);
          } else {
            removeIfEmpty(folder);
          }
        }
      }
    }
  }

  /** A killed process left this before it made the lock, or after it removed it. */
  private static void removeIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return; // it is being worked on
    }
  }

  /** Removes the lock last: if this is interrupted, the rest can still be recognised. */
  private static void remove(Path folder, Elevation elevation) throws IOException {
    RootRemoval.removeForSure(folder.resolve(ROOT), elevation);
    Files.deleteIfExists(folder.resolve(LOCK));
    Files.deleteIfExists(folder);
  }

  private static void run(Elevation elevation, String... command) throws IOException {
    // An interrupted thread must clean up, too.
    boolean interrupted = Thread.interrupted();
    try (ToolProcess tool =
        ToolProcess.start(
            command[0], elevation.command(List.of(command)), ToolProcess.Messages.NONE)) {
      tool.input().close();
      tool.requireSuccess();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
