package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.compress.ArchiveOutput;
import io.jenkins.plugins.sdkbootstrap.compress.TarCompressor;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import io.jenkins.plugins.sdkbootstrap.process.ToolProcess;
import io.jenkins.plugins.sdkbootstrap.tar.TarBlock;
import io.jenkins.plugins.sdkbootstrap.tar.TarReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Archives a root in one pass: GNU tar reads the tree, the tar reader verifies tar's output and
 * shows it to the visitors, and frames are compressed in parallel, digested and written.
 */
final class RootArchiver {

  /** POSIX requires a tar stream to fill records of 20 blocks. */
  private static final int RECORD = 20 * TarBlock.SIZE;

  /** How many of tar's messages are shown; further ones are only counted. */
  private static final int MAX_NOTES = 20;

  /** tar's warning about an attribute or ACL that it skips because it cannot read it. */
  private static final Pattern UNREAD = Pattern.compile("annot \\S*(xattr|acl_get|getfilecon)");

  private RootArchiver() {}

  /**
   * An archive that is complete but does not have its name yet; {@code written} already has the
   * name.
   */
  record Staged(StagedFile file, WrittenArchive written) {}

  /**
   * Writes an archive, but does not rename it yet: it appears together with the files beside it.
   */
  static Staged stage(ArchiveRequest request) throws IOException {
    check(request);
    CleanGlobs clean = new CleanGlobs(request.clean()).keepingLinks(request.root());
    StagedFile file = StagedFile.create(request.archive());
    try {
      return new Staged(file, write(request, clean, file));
    } catch (IOException | RuntimeException | Error e) {
      try {
        file.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static void check(ArchiveRequest request) throws IOException {
    if (!Files.isDirectory(request.root())) {
      throw new ArchiveException("there is no root to archive: no directory " + request.root());
    }
    Path directory = request.archive().toAbsolutePath().getParent();
    if (!Files.isDirectory(directory)) {
      throw new ArchiveException(
          "cannot write " + request.archive() + ": no directory " + directory);
    }
    if (directory.toRealPath().startsWith(request.root().toRealPath())) {
      throw new ArchiveException(
          request.archive() + " would be written into the root that it archives; choose another");
    }
  }

  private static WrittenArchive write(ArchiveRequest request, CleanGlobs clean, StagedFile file)
      throws IOException {
    request.progress().started("archive", -1);
    Notes notes = new Notes(request.progress());
    List<String> command = request.elevation().command(tar(request, !clean.isEmpty()));
    // tar begins to read the tree while this process still prepares.
    try (ToolProcess tar = ToolProcess.start("tar", command, notes);
        CleanGlobs.Count count =
            clean.isEmpty() ? null : clean.count(request.root(), request.elevation())) {
      clean.writeTo(tar.input());
      ArchiveOutput out = new ArchiveOutput(file.channel(), request.archive(), request.copy());
      Watched stream = new Watched(tar.output(), request.progress());
      long entries;
      long tarSize;
      try (TarCompressor compressor =
          TarCompressor.create(request.compression(), request.level(), out)) {
        TarReader reader = new TarReader(stream, compressor, request.visitors()).limitPaths();
        TarReader.Summary summary = read(reader, stream, tar);
        entries = summary.entries();
        int end = endOfArchive(summary.size());
        compressor.write(new byte[end], 0, end);
        tarSize = summary.size() + end;
        compressor.finish();
      }
      tar.requireSuccess();
      notes.finish();
      String excluded = count == null ? "" : count.result();
      if (!excluded.isEmpty()) {
        request.progress().note("excluded by clean: " + excluded);
      }
      request.progress().finished();
      return new WrittenArchive(
          request.archive(),
          request.compression(),
          out.sha256(),
          out.sha512(),
          out.size(),
          tarSize,
          entries);
    }
  }

  /** If the stream just ends, tar's own message says more. */
  private static TarReader.Summary read(TarReader reader, Watched stream, ToolProcess tar)
      throws IOException {
    try {
      return reader.readAll();
    } catch (ArchiveException e) {
      if (stream.ended) {
        tar.requireSuccess();
      }
      throw e;
    }
  }

  /** Two zero blocks, and the padding of the record. */
  static int endOfArchive(long size) {
    int end = 2 * TarBlock.SIZE;
    return end + (int) ((RECORD - (size + end) % RECORD) % RECORD);
  }

  /** The command that writes the tar stream; each option has a reason. */
  private static List<String> tar(ArchiveRequest request, boolean excludes) {
    List<String> command = new ArrayList<>();
    command.add("tar");
    command.add("--create");
    command.add("--file=-");
    command.add("--directory=" + request.root().toAbsolutePath());
    // The only format for every name, size, owner, time and attribute.
    command.add("--format=pax");
    // Headers named after their entry, not after tar's process id, and of no time of their own,
    // which would be the clamped one: an older tree is the same bytes whatever that is. No times of
    // access and of change, which every reading and unpacking makes others.
    command.add(
        "--pax-option=exthdr.name=%d/PaxHeaders/%f,exthdr.mtime=0,delete=atime,delete=ctime");
    // The order of names, not that of the file system.
    command.add("--sort=name");
    // No time later than SOURCE_DATE_EPOCH.
    command.add("--clamp-mtime");
    command.add("--mtime=@" + request.sourceDateEpoch());
    // The names of users are the machine's, not the root's.
    command.add("--numeric-owner");
    // All attributes: capabilities, ACLs (which HeaderRewrite adds in tar's other form, too:
    // --acls would write them with the machine's user names), what users set.
    command.add("--xattrs");
    command.add("--xattrs-include=*");
    // Holes stay holes, in the one format in which readers that know none see no wrong name.
    command.add("--sparse");
    command.add("--sparse-version=1.0");
    // Pieces as large as a pipe holds, instead of 10 KiB; the archive's own records stay as usual.
    command.add("--blocking-factor=128");
    if (excludes) {
      // From the root on, and a star stays in its directory.
      command.add("--anchored");
      command.add("--wildcards");
      command.add("--no-wildcards-match-slash");
      command.add("--exclude-from=-");
    }
    command.add(".");
    return command;
  }

  /** Passes tar's messages on, such as that it ignored a socket. */
  private static final class Notes implements ToolProcess.Messages {
    private final Progress progress;
    private int count;
    private volatile String failure;

    Notes(Progress progress) {
      this.progress = progress;
    }

    @Override
    public void line(String line) {
      if (UNREAD.matcher(line).find()) {
        failure = line; // tar only warns: the archive would be another root
      } else if (count++ < MAX_NOTES) {
        progress.note(line);
      }
    }

    void finish() throws ArchiveException {
      if (failure != null) {
        throw new ArchiveException("tar cannot read all of the root: " + failure);
      }
      if (count > MAX_NOTES) {
        progress.note("tar: and " + (count - MAX_NOTES) + " more messages");
      }
    }
  }

  /** tar's output, with progress. */
  private static final class Watched extends FilterInputStream {
    private final Progress progress;
    private boolean ended;

    Watched(InputStream in, Progress progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
      int n = in.read(into, offset, most);
      if (n > 0) {
        progress.advanced(n);
      } else if (n < 0) {
        ended = true;
      }
      return n;
    }
  }
}
