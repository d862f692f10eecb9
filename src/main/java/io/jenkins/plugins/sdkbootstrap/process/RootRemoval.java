package io.jenkins.plugins.sdkbootstrap.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Removes roots, but nothing that is mounted into them. */
public final class RootRemoval {

  /** The prefix of the name of a root that could not be removed. */
  private static final String SET_ASIDE = "unremovable-";

  private static final int TRIES = 10;
  private static final long PAUSE_MILLIS = 200;

  private RootRemoval() {}

  /**
   * Removes a root and everything in it, if it exists. If the thread is already interrupted, it
   * removes the root anyway and stays interrupted.
   *
   * @param root a directory, not a symbolic link
   * @param elevation the elevation that created the root
   * @throws IOException if something is mounted at or below it (then nothing was removed), or if a
   *     file cannot be removed; the message names the first one
   * @throws InterruptedException if the thread is interrupted during the removal; then a part of
   *     the root stays
   */
  public static void remove(Path root, Elevation elevation)
      throws IOException, InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      removeAll(root, elevation);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Removes a root. If that fails, renames the rest: the old name is free again.
   *
   * @return a message about the rest; empty if all was removed
   * @throws IOException if something is mounted in it, or if it cannot be renamed either
   */
  public static Optional<String> removeOrSetAside(Path root, Elevation elevation)
      throws IOException {
    try {
      removeForSure(root, elevation);
      return Optional.empty();
    } catch (IOException e) {
      if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS) || isMountedIn(root)) {
        throw e;
      }
      Path aside = root;
      for (int n = 1; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); n++) {
        aside = root.resolveSibling(SET_ASIDE + root.getFileName() + "-" + n);
      }
      Files.move(root, aside);
      return Optional.of(
          e.getMessage() + "; it is set aside as " + aside + ", which gc tries to remove again");
    }
  }

  /** The renamed roots in a directory, which need not exist. */
  public static List<Path> setAsideIn(Path directory) throws IOException {
    List<Path> roots = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, SET_ASIDE + "*")) {
        found.forEach(roots::add);
      }
    }
    return roots;
  }

  private static boolean isMountedIn(Path root) throws IOException {
    return !MountTable.read().atOrBelow(PathBytes.of(root.toRealPath())).isEmpty();
  }

  /** Removes a root even if the thread is interrupted; the thread stays interrupted. */
  public static void removeForSure(Path root, Elevation elevation) throws IOException {
    boolean interrupted = false;
    while (true) {
      try {
        remove(root, elevation);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeAll(Path root, Elevation elevation)
      throws IOException, InterruptedException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("cannot remove the root " + root + ": it is not a directory");
    }
    Path real = root.toRealPath();
    if (real.getNameCount() == 0) {
      throw new IOException("cannot remove the root " + root + ": it is the agent's own");
    }
    List<MountTable.Mount> mounted = MountTable.read().atOrBelow(PathBytes.of(real));
    if (!mounted.isEmpty()) {
      throw new IOException(
          "cannot remove the root " + root + ": unmount " + mounted.get(0).shown() + " first");
    }
    // A killed process may still be writing, and rm itself may be killed.
    for (int tries = 1; ; tries++) {
      Tool.Result<String> result = Tool.run(elevation.command(rm(real)));
      if (result.status() == 0) {
        return;
      }
      if (tries == 1 && result.output().contains("Operation not permitted")) {
        // Immutable files: some package managers create them, and root may clear the flag.
        Tool.run(
            elevation.command(
                RawCommand.of(List.of("chattr", "-R", "-f", "-i", "-a", "--"), real)));
        continue;
      }
      boolean again = result.status() > 128 || result.output().contains("Directory not empty");
      if (tries == TRIES || !again) {
        throw new IOException("cannot remove the root " + root + ": " + result.firstLine());
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static List<String> rm(Path root) {
    return RawCommand.of(List.of("rm", "-rf", "--one-file-system", "--"), root);
  }
}
