package io.jenkins.plugins.sdkbootstrap.kept;

import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryLock;
import io.jenkins.plugins.sdkbootstrap.store.StoreBusyException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A temporary root that is removed on close. Its lock distinguishes roots in use from roots that a
 * killed process left.
 */
public final class ScratchRoot implements Closeable {

  private static final String PREFIX = ".shell-";

  private final Path directory;
  private final Privilege privilege;
  private final DirectoryLock lock;

  private ScratchRoot(Path directory, Privilege privilege, DirectoryLock lock) {
    this.directory = directory;
    this.privilege = privilege;
    this.lock = lock;
  }

  /**
   * Creates one in a directory, which is created if missing, and removes roots that killed
   * processes left there.
   */
  public static ScratchRoot in(Path work, Privilege privilege) throws IOException {
    Files.createDirectories(work);
    sweep(work, privilege);
    Path directory = Files.createTempDirectory(work.toRealPath(), PREFIX);
    return new ScratchRoot(directory, privilege, DirectoryLock.acquire("root", directory));
  }

  /** All in a directory, which need not exist, whether in use or left. */
  public static List<Path> all(Path work) throws IOException {
    List<Path> all = new ArrayList<>();
    if (Files.isDirectory(work)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(work, PREFIX + "*")) {
        found.forEach(all::add);
      }
    }
    return all;
  }

  /** Removes the roots that killed processes left in a directory. */
  public static void sweep(Path work, Privilege privilege) throws IOException {
    for (Path left : all(work)) {
      try {
        new ScratchRoot(left, privilege, DirectoryLock.acquire("root", left)).close();
      } catch (StoreBusyException e) {
        continue; // someone is in it
      }
    }
  }

  /** The path for the root, which does not exist yet. */
  public Path root() {
    return directory.resolve("root");
  }

  @Override
  public void close() throws IOException {
    try {
      RootRemoval.removeForSure(root(), privilege);
    } finally {
      // Nobody can wait for this lock: only this process knows the name.
      lock.close();
    }
    RootRemoval.removeForSure(directory, privilege);
  }
}
