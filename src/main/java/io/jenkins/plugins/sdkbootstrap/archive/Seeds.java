package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import io.jenkins.plugins.sdkbootstrap.process.ToolProcess;
import io.jenkins.plugins.sdkbootstrap.tar.ForeignFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Seeds that are not tarballs: squashfs images, which unsquashfs unpacks, and files to refuse. */
final class Seeds {

  private static final byte[] SQUASHFS = {'h', 's', 'q', 's'};
  private static final Pattern CREATED =
      Pattern.compile("created (\\d+) (file|director|symlink|device|fifo|socket|hardlink)\\w*");

  private Seeds() {}

  /**
   * Makes sure that this can be an archive.
   *
   * @param name what errors call it
   * @throws ArchiveException that says what the file is instead
   */
  static void requireKnown(ByteSource source, String name) throws IOException {
    byte[] head = head(source, ForeignFormat.HEAD);
    if (isSquashfs(source) && Tool.installed("unsquashfs").isEmpty()) {
      throw new ArchiveException(
          name + " is a squashfs image: install squashfs-tools, which unpack it");
    }
    if (head.length == 0 || isSquashfs(source) || Compression.ofContent(head) != Compression.NONE) {
      return; // an empty one is refused where it is read
    }
    var foreign = ForeignFormat.of(head);
    if (foreign.isPresent()) {
      throw new ArchiveException(
          name + " is neither a tarball of a root nor a squashfs image: this is " + foreign.get());
    }
  }

  /** Whether this is a squashfs image. */
  static boolean isSquashfs(ByteSource source) throws IOException {
    return Arrays.equals(head(source, SQUASHFS.length), SQUASHFS);
  }

  private static byte[] head(ByteSource source, int length) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(length);
    int n = source.read(0, head);
    return Arrays.copyOf(head.array(), Math.max(n, 0));
  }

  /** Unpacks a squashfs image. */
  static Unpacked unsquash(
      UnpackRequest request, ByteSource source, PartialRoot root, SkippedContent skipped)
      throws IOException {
    Digest sha256 = digest(request, source);
    List<String> command =
        request
            .elevation()
            .command(
                List.of(
                    "unsquashfs",
                    "-no-progress",
                    "-force",
                    "-dest",
                    root.root().toString(),
                    request.archive().toAbsolutePath().toString()));
    long entries = 0;
    long devices = 0;
    try (ToolProcess tool = ToolProcess.start("unsquashfs", command, skipped)) {
      root.filledBy(tool);
      tool.input().close();
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(tool.output(), StandardCharsets.UTF_8));
      for (String line; (line = lines.readLine()) != null; ) {
        Matcher created = CREATED.matcher(line);
        if (created.matches()) {
          entries += Long.parseLong(created.group(1));
        }
      }
      int status = tool.await();
      // 2: something could not be created or set. Its messages already reported what matters.
      if (status != 0 && status != 2) {
        throw tool.refused(status);
      }
      devices = skipped.devices();
      skipped.finish();
    }
    return new Unpacked(sha256, entries, source.size(), devices);
  }

  /** The digest of the image, which is read completely before it is unpacked. */
  private static Digest digest(UnpackRequest request, ByteSource source) throws IOException {
    MessageDigest computation = Digest.newSha256();
    Optional<MessageDigest> other = request.computation();
    ByteBuffer piece = ByteBuffer.allocate(1 << 16);
    long position = 0;
    for (int n; (n = source.read(position, piece.clear())) > 0; position += n) {
      computation.update(piece.array(), 0, n);
      if (other.isPresent()) {
        other.get().update(piece.array(), 0, n);
      }
      request.progress().advanced(n);
    }
    Digest sha256 = Digest.of(computation);
    request.requireDigest(sha256, other);
    return sha256;
  }
}
