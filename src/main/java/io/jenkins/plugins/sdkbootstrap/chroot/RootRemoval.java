package io.jenkins.plugins.sdkbootstrap.chroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Removes roots, and nothing that is only mounted into one. */
public final class RootRemoval {

  private RootRemoval() {}

  /**
   * Removes a root and everything in it; does nothing where there is none.
   *
   * @param root a directory, no symbolic link
   * @param privilege the one that the root was made with
   * @throws IOException if something is mounted at or below it (nothing was removed then), or if
   *     not all of it can be removed; the message names the first thing that stays
   */
  public static void remove(Path root, Privilege privilege)
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
    List<String> rm = RawCommand.of(List.of("rm", "-rf", "--one-file-system", "--"), real);
    Tool.Result result = Tool.run(privilege.command(rm));
    if (result.status() != 0) {
      throw new IOException("cannot remove the root " + root + ": " + result.firstLine());
    }
  }
}
