package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.compress.ArchiveInput;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.MachineException;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.process.ToolProcess;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.tar.TarBlock;
import io.jenkins.plugins.sdkbootstrap.tar.TarReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Unpacks an archive: it is decompressed on all processors, every entry is verified before GNU tar
 * sees it, and the root appears under its name only when all of the archive was read and found
 * right.
 */
public final class Unpacker {

  private Unpacker() {}

  /**
   * Unpacks; nothing is left of the root if that fails.
   *
   * @throws ArchiveException if the archive is not what it must be, or the root cannot be made
   */
  public static Unpacked unpack(UnpackRequest request) throws IOException {
    if (!Files.isRegularFile(request.archive())) {
      throw new ArchiveException("there is nothing to unpack: no file " + request.archive());
    }
    try (ByteSource source = ByteSource.of(request.archive())) {
      return unpack(request, source);
    }
  }

  /**
   * Unpacks; nothing is left of the root if that fails.
   *
   * @param source the archive's bytes; not closed
   * @throws ArchiveException if the archive is not what it must be, or the root cannot be made
   */
  public static Unpacked unpack(UnpackRequest request, ByteSource source) throws IOException {
    Seeds.requireKnown(source, request.archive().toString());
    try (PartialRoot root = PartialRoot.create(request.root(), request.elevation())) {
      request.progress().started("unpack", source.size());
      SkippedContent skipped = new SkippedContent(request.strict(), request.progress());
      Unpacked unpacked =
          Seeds.isSquashfs(source)
              ? Seeds.unsquash(request, source, root, skipped)
              : fill(request, source, root, skipped);
      root.commit();
      request.progress().finished();
      return unpacked;
    }
  }

  /**
   * Makes sure that this can be a seed.
   *
   * @param name what errors call it
   * @throws ArchiveException that says what the file is instead
   */
  public static void requireKnown(ByteSource source, String name) throws IOException {
    Seeds.requireKnown(source, name);
  }

  /** Whether this is an image of a file system, which is unpacked by a tool for such. */
  public static boolean isImage(ByteSource source) throws IOException {
    return Seeds.isSquashfs(source);
  }

  private static Unpacked fill(
      UnpackRequest request, ByteSource source, PartialRoot root, SkippedContent skipped)
      throws IOException {
    Optional<MessageDigest> computation = request.computation();
    boolean devices = request.devices() && root.takesDevices();
    List<String> command = request.elevation().command(tar(root.root()));
    try (ToolProcess tar = ToolProcess.start("tar", command, skipped)) {
      root.filledBy(tar);
      TarReader.Summary summary;
      Digest sha256;
      try (ArchiveInput in =
          new ArchiveInput(source, computation.stream().toList(), request.progress())) {
        ToTar out = new ToTar(tar);
        TarReader reader = new TarReader(in, out, List.of()).leaveOut(skipped::add);
        if (!devices) {
          reader.leaveOutDevices();
        }
        try {
          summary = reader.readAll();
        } catch (ArchiveException e) {
          throw out.refused ? e : e.in(request.archive().toString());
        }
        out.write(new byte[2 * TarBlock.SIZE]);
        out.close();
        sha256 = in.sha256();
        skipped.add("bytes of padding behind the compressed archive", in.padding());
      }
      request.requireDigest(sha256, computation);
      tar.requireSuccess();
      skipped.add(SkippedContent.DEVICES, summary.skippedDevices());
      skipped.finish();
      return new Unpacked(
          sha256, summary.entries(), summary.contentBytes(), summary.skippedDevices());
    }
  }

  /**
   * What came of a sample.
   *
   * @param failure why an archive with such entries cannot be unpacked there; empty if it can
   * @param skipped what would be left out, such as {@code attributes security.ima}
   */
  public record Sample(Optional<String> failure, List<String> skipped) {}

  /**
   * Unpacks of an archive only what has an attribute or an owner that nothing before it had, to a
   * directory that is removed again.
   *
   * @param source a tarball
   * @param directory where to make that directory
   * @param elevation how tar gets the right to make a root
   * @param visitor sees all entries; may throw {@link Enough} where it begins to see one
   * @throws ArchiveException if the archive is not what it must be
   * @throws MachineException if the disk is full or broken
   */
  public static Sample sample(
      ByteSource source, Path directory, Elevation elevation, EntryVisitor visitor)
      throws IOException {
    PartialRoot place;
    try {
      place = PartialRoot.create(directory.resolve(".sample"), elevation);
    } catch (MachineException e) {
      throw e;
    } catch (ArchiveException e) {
      return new Sample(Optional.of(e.getMessage()), List.of());
    }
    SkippedContent skipped = new SkippedContent(false, Progress.NONE);
    try (PartialRoot root = place;
        ArchiveInput in = ArchiveInput.open(source, Progress.NONE);
        ToolProcess tar = ToolProcess.start("tar", elevation.command(tar(root.root())), skipped)) {
      root.filledBy(tar);
      ToTar out = new ToTar(tar);
      TarReader reader =
          new TarReader(in, out, List.of(visitor)).leaveOut((what, count) -> {}).leaveOutDevices();
      try {
        reader.sample().readAll();
      } catch (Enough e) {
        // The entry that was begun was not passed on.
      } catch (ArchiveException e) {
        if (!out.refused) {
          throw e;
        }
      }
      try {
        out.write(new byte[2 * TarBlock.SIZE]);
        out.close();
        tar.requireSuccess();
        skipped.finish();
      } catch (ArchiveException e) {
        if (SkippedContent.DISK.matcher(e.getMessage()).find()) {
          throw e;
        }
        return new Sample(Optional.of(e.getMessage()), List.of());
      }
    }
    return new Sample(Optional.empty(), skipped.names());
  }

  /** Enough was seen of an archive. */
  public static final class Enough extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** The command that makes the tree; each option has its reason. */
  private static List<String> tar(Path root) {
    return List.of(
        "tar",
        "--extract",
        "--file=-",
        // A backslash in the name of a directory is one.
        "--no-unquote",
        "--directory=" + root,
        // Owners by number: the machine's users are not the root's.
        "--numeric-owner",
        "--same-owner",
        // All bits of the modes, whatever the umask is.
        "--preserve-permissions",
        // All attributes, not just those of users.
        "--xattrs",
        "--xattrs-include=*",
        "--acls",
        // Modes and times of folders last: an archive may come back to a folder later.
        "--delay-directory-restore",
        // A root from the future is none of the unpacker's business, nor are other tools' keywords.
        "--warning=no-timestamp",
        "--warning=no-unknown-keyword",
        // Pieces as large as a pipe holds.
        "--blocking-factor=128");
  }

  /** tar's input. Where it cannot be written to, tar has failed and said why. */
  private static final class ToTar extends OutputStream {
    private final ToolProcess tar;
    private boolean refused;

    ToTar(ToolProcess tar) {
      this.tar = tar;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        tar.input().write(bytes, offset, length);
      } catch (IOException e) {
        refused = true;
        tar.requireSuccess();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      try {
        tar.input().close();
      } catch (IOException e) {
        tar.requireSuccess();
        throw e;
      }
    }
  }
}
