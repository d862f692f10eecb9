package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.compress.ArchiveOutput;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.compress.TarCompressor;
import io.jenkins.plugins.sdkbootstrap.index.IndexWriter;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.process.PathBytes;
import io.jenkins.plugins.sdkbootstrap.process.RawCommand;
import io.jenkins.plugins.sdkbootstrap.process.ToolProcess;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.tar.PlainTar;
import io.jenkins.plugins.sdkbootstrap.tar.TarReader;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tarball of single files of a root, with its index; always in Zstandard. */
public final class FilesArchive {

  /** tar's exit status if a file changed or was removed while it was read. */
  private static final int SOME_DIFFER = 1;

  /** Changes the contents while they are copied, line by line. */
  @FunctionalInterface
  public interface Filter {
    /** Does not change the contents. */
    Filter NONE = out -> out;

    /**
     * The stream to write to instead.
     *
     * @param out receives the result; closing the returned stream closes it
     */
    OutputStream around(OutputStream out) throws IOException;
  }

  private FilesArchive() {}

  /**
   * Writes a tarball and its index. Both get their names when both are complete.
   *
   * @param root the root with the files
   * @param files paths from the root; only plain files are collected, and no link is followed
   * @param archive the tarball, in a directory outside of the root
   * @param elevation gives the right to read the files
   * @param filter changes their contents
   */
  public static WrittenArchive write(
      Path root, List<RootPath> files, Path archive, Elevation elevation, Filter filter)
      throws IOException {
    // Temporary files: they never get these names.
    try (StagedFile list =
            StagedFile.create(archive.resolveSibling(archive.getFileName() + ".list"));
        StagedFile plain =
            StagedFile.create(archive.resolveSibling(archive.getFileName() + ".plain"));
        StagedFile index = StagedFile.create(new ArchiveFiles(archive).index());
        StagedFile tarball = StagedFile.create(archive)) {
      try (OutputStream names = new BufferedOutputStream(list.stream())) {
        for (RootPath file : files) {
          names.write(file.raw());
          names.write(0);
        }
      }
      PlainTar copied = new PlainTar(plain.channel());
      copy(root, list.temporary(), copied, elevation, filter);
      copied.end();
      ArchiveOutput out = new ArchiveOutput(tarball.channel(), archive);
      TarReader.Summary summary;
      try (IndexWriter writer = new IndexWriter(new BufferedOutputStream(index.stream()));
          TarCompressor compressor = TarCompressor.create(Compression.ZSTD, 0, out)) {
        summary =
            new TarReader(
                    new BufferedInputStream(Channels.newInputStream(plain.channel())),
                    compressor,
                    List.of(writer))
                .readAll();
        int end = RootArchiver.endOfArchive(summary.size());
        compressor.write(new byte[end], 0, end);
        compressor.finish();
      }
      StagedFile.commit(List.of(index, tarball));
      return new WrittenArchive(
          archive,
          Compression.ZSTD,
          out.sha256(),
          out.sha512(),
          out.size(),
          summary.size() + RootArchiver.endOfArchive(summary.size()),
          summary.entries());
    }
  }

  private static void copy(Path root, Path list, PlainTar to, Elevation elevation, Filter filter)
      throws IOException {
    List<byte[]> command = new ArrayList<>();
    for (String word :
        List.of(
            "tar",
            "--create",
            "--file=-",
            "--format=pax",
            "--pax-option=delete=atime,delete=ctime",
            "--numeric-owner",
            "--hard-dereference",
            "--no-recursion",
            "--null",
            "--verbatim-files-from")) {
      command.add(word.getBytes(StandardCharsets.US_ASCII));
    }
    command.add(option("--directory=", root));
    command.add(option("--files-from=", list));
    try (ToolProcess tar =
        ToolProcess.start(
            "tar", elevation.command(RawCommand.of(command)), ToolProcess.Messages.NONE)) {
      tar.input().close();
      TarReader.read(tar.output(), List.of(new Copy(to, filter)));
      int status = tar.await();
      if (status > SOME_DIFFER) {
        throw tar.failed(status);
      }
    }
  }

  private static byte[] option(String name, Path path) {
    byte[] value = PathBytes.of(path);
    byte[] option = new byte[name.length() + value.length];
    System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, option, 0, name.length());
    System.arraycopy(value, 0, option, name.length(), value.length);
    return option;
  }

  private static final class Copy implements EntryVisitor {
    private final PlainTar to;
    private final Filter filter;
    private OutputStream content;

    Copy(PlainTar to, Filter filter) {
      this.to = to;
      this.filter = filter;
    }

    @Override
    public void begin(Entry header) throws IOException {
      content =
          header.type() == EntryType.FILE
              ? filter.around(
                  new BufferedOutputStream(to.file(header.path(), header.mtimeSeconds()), 1 << 16))
              : null;
    }

    @Override
    public void content(byte[] buffer, int offset, int length) throws IOException {
      if (content != null) {
        content.write(buffer, offset, length);
      }
    }

    @Override
    public void end(Entry complete) throws IOException {
      if (content != null) {
        content.close();
      }
    }
  }
}
