package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.AbortException;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The place of a root on an agent, as a step names it. What is there is removed before a root is
 * made, so a mistyped path must not cost a home directory: in the step's current directory anything
 * is replaced, as workspaces are there for that, elsewhere only what looks like a root.
 *
 * @param path absolute
 * @param inWorkspace whether it is below the step's current directory
 */
record RootPlace(Path path, boolean inWorkspace) {

  private static final Map<Path, Semaphore> HELD = new ConcurrentHashMap<>();

  /** Directories at the top of a root; no root lacks all but one of them. */
  private static final List<String> TOP =
      List.of("bin", "dev", "etc", "lib", "proc", "root", "sbin", "tmp", "usr", "var");

  /**
   * The place that a step names.
   *
   * @param workspace the step's current directory
   * @param root absolute, or from there
   * @throws AbortException if no root can be there
   */
  static RootPlace of(Path workspace, String root) throws AbortException {
    Path home = workspace.toAbsolutePath().normalize();
    Path path = home.resolve(root).normalize();
    if (home.startsWith(path)) {
      throw new AbortException(
          "a root in " + path + " would replace the workspace; name another directory");
    }
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (Files.isRegularFile(above)) {
        throw new AbortException(above + " is a file, so no root can be in it");
      }
    }
    return new RootPlace(path, path.startsWith(home));
  }

  /**
   * Keeps other tasks of this agent from a root until it is closed: one that was told to stop may
   * still be at it.
   *
   * @param root absolute
   */
  static Closeable hold(Path root) throws InterruptedException {
    Semaphore one = HELD.computeIfAbsent(root.normalize(), path -> new Semaphore(1));
    one.acquire();
    return one::release;
  }

  /** Whether there is something. */
  boolean isTaken() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Removes the root, where there is one.
   *
   * @param privilege the one that the root was made with
   * @throws AbortException if that is not a root
   */
  void clear(Privilege privilege) throws IOException, InterruptedException {
    requireNoFile();
    if (!inWorkspace && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      requireRoot();
    }
    RootRemoval.remove(path, privilege);
  }

  /**
   * Makes room for a root: {@linkplain #clear clears} the place, and makes the directory it is in.
   */
  void prepare(Privilege privilege) throws IOException, InterruptedException {
    clear(privilege);
    Files.createDirectories(path.getParent());
  }

  /** A file has been named by mistake. */
  void requireNoFile() throws AbortException {
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new AbortException(path + " is a file, not a root; name another directory");
    }
  }

  private void requireRoot() throws IOException {
    Set<String> names = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    if (!names.isEmpty() && TOP.stream().filter(names::contains).count() < 2) {
      throw new AbortException(
          path + " exists and is not a root; remove it, or name another directory");
    }
  }
}
