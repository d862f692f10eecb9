package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.process.PathBytes;
import io.jenkins.plugins.sdkbootstrap.process.RawCommand;
import io.jenkins.plugins.sdkbootstrap.process.ToolProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a package repository into a stage's root, where stage 1 of the next SDK finds it. The
 * files get the owner of the existing directory, or root, the permissions of a plain checkout, and
 * one time for all. So the same repository has the same bytes on every machine and for every user.
 * The history of a version control system is excluded.
 */
final class RepoCopy {

  // Runs with the stage's privilege. The script made the root's content, so a symbolic link on the
  // path could lead to the agent.
  private static final String UNPACK =
      """
      set -eu
      place=$1
      rest=${2#/}
      while [ -n "$rest" ]; do
        name=${rest%%/*}
        case $rest in */*) rest=${rest#*/} ;; *) rest='' ;; esac
        [ -n "$name" ] || continue
        place=$place/$name
        if [ -L "$place" ]; then
          echo "$2 in the root leads through a symbolic link" >&2
          exit 1
        fi
        [ -d "$place" ] || mkdir -- "$place"
      done
      owner=$(stat -c %u:%g -- "$place")
      tar --extract --no-unquote --file=- --directory="$place" --no-same-permissions --overwrite-dir
      [ "$owner" = 0:0 ] || chown -R --no-dereference -- "$owner" "$place"
      """;

  private RepoCopy() {}

  /**
   * Copies.
   *
   * @param repo the repository's directory on the agent, read as the user of this process
   * @param root the stage's root
   * @param mount the repository's mount point, absolute in the root; created if missing
   * @param sourceDateEpoch the time of every file, in seconds since 1970 UTC
   * @throws StageFailedException if it cannot be copied into the root
   * @throws IOException with one line, if the repository cannot be read
   */
  static void copy(Path repo, Path root, String mount, long sourceDateEpoch, Privilege privilege)
      throws IOException, StageFailedException {
    List<byte[]> pack = new ArrayList<>();
    for (String word :
        List.of(
            "tar",
            "--create",
            "--file=-",
            "--format=pax",
            "--sort=name",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "--mode=u+rwX,go+rX,go-w", // whatever the umask of the checkout was
            "--mtime=@" + sourceDateEpoch,
            "--exclude-vcs",
            "--directory")) {
      pack.add(word.getBytes(StandardCharsets.US_ASCII));
    }
    pack.add(PathBytes.of(repo));
    pack.add(new byte[] {'.'});
    List<byte[]> unpack = new ArrayList<>();
    for (String word : List.of("sh", "-c", "umask 022; " + UNPACK, "sh")) {
      unpack.add(word.getBytes(StandardCharsets.US_ASCII));
    }
    unpack.add(PathBytes.of(root));
    unpack.add(mount.getBytes(StandardCharsets.UTF_8));
    try (ToolProcess from =
            ToolProcess.start("tar", RawCommand.of(pack), ToolProcess.Messages.NONE);
        ToolProcess to =
            ToolProcess.start(
                "tar", privilege.command(RawCommand.of(unpack)), ToolProcess.Messages.NONE)) {
      from.input().close();
      try (OutputStream in = to.input()) {
        from.output().transferTo(in);
      } catch (IOException e) {
        // The reader ended first: its status and its message say why.
      }
      int unpacked = to.await();
      if (unpacked != 0) {
        throw new StageFailedException(
            "the repository "
                + repo
                + " cannot be put into the stage's root: "
                + to.failed(unpacked).getMessage());
      }
      int packed = from.await();
      if (packed != 0) {
        throw new ArchiveException(
            "cannot read the repository " + repo + ": " + from.failed(packed).getMessage());
      }
    }
  }
}
