package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;

/**
 * Computes digests of directories. The digest is the SHA-256 of a tar stream by GNU tar that has
 * only the content: sorted names, types, executable bits, link targets and file contents. It uses
 * GNU tar because a JVM cannot open a file whose name its locale cannot spell.
 */
final class TreeDigest {

  private TreeDigest() {}

  /**
   * The digest of a directory without {@code .git} directories and files.
   *
   * @param visitor sees each file, if it is not null; the paths are below {@code ./}
   * @throws IOException with one line, if it cannot be read whole, or changes meanwhile
   */
  static Digest ofDirectory(Path directory, GitTree visitor)
      throws IOException, InterruptedException {
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
            // As in git, a file is executable or not; the umask of a checkout does not count.
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
        Tool.run(
            command,
            output -> {
              if (visitor == null) {
                return FileDigest.of(output, Digest.newSha256());
              }
              DigestInputStream read = new DigestInputStream(output, Digest.newSha256());
              visitor.compare(read);
              read.transferTo(OutputStream.nullOutputStream());
              return Digest.sha256(read.getMessageDigest().digest());
            });
    if (result.status() != 0) {
      // Another tar does not know these options: this message is clearer than its error.
      String why =
          Preflight.tools().stream().findFirst().map(Finding::line).orElse(result.firstLine());
      throw new IOException("cannot read " + directory + " for its digest: " + why);
    }
    return result.output();
  }
}
