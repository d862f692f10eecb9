package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Digests directories. The digest is the SHA-256 of a tar stream that GNU tar writes of it with
 * everything left out that is no content: names in order, types, executable bits, link targets and
 * contents stay. GNU tar, because a JVM cannot open a file whose name its locale cannot spell.
 */
public final class TreeDigest {

  private TreeDigest() {}

  /**
   * The digest of a directory; {@code .git} directories and files are no part of it.
   *
   * @throws IOException with one line, where it cannot be read whole, or changes meanwhile
   */
  public static Digest ofDirectory(Path directory) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "tar",
            "--create",
            "--file=-",
            "--directory=" + directory,
            // The order is part of the stream.
            "--sort=name",
            // Holds names of any bytes and any length without times or process numbers.
            "--format=gnu",
            "--mtime=@0",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            // As git sees it, a file is executable or not; the umask of a checkout is not content.
            "--mode=ug-s,o-t,u=rwX,go=rX",
            "--no-acls",
            "--no-selinux",
            "--no-xattrs",
            // A further name of a file is a file.
            "--hard-dereference",
            "--no-wildcards",
            "--exclude=.git",
            ".");
    Tool.Result<Digest> result =
        Tool.run(command, output -> FileDigest.of(output, Digest.newSha256()));
    if (result.status() != 0) {
      // Another tar does not know these options: better said than its error.
      String why =
          Preflight.tools().stream().findFirst().map(Finding::line).orElse(result.firstLine());
      throw new IOException("cannot read " + directory + " for its digest: " + why);
    }
    return result.output();
  }
}
