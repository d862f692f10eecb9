package io.jenkins.plugins.sdkbootstrap.archive;

import com.github.luben.zstd.Zstd;
import io.jenkins.plugins.sdkbootstrap.compress.ArchiveInput;
import io.jenkins.plugins.sdkbootstrap.compress.SeekTable;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndexBuilder;
import io.jenkins.plugins.sdkbootstrap.index.IndexLimits;
import io.jenkins.plugins.sdkbootstrap.index.IndexLine;
import io.jenkins.plugins.sdkbootstrap.index.IndexLines;
import io.jenkins.plugins.sdkbootstrap.index.IndexReader;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.tar.TarBlock;
import io.jenkins.plugins.sdkbootstrap.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is held of any bytes at all that come as an archive or beside one: they are read, or refused
 * by one line. A fuzzer calls these with bytes of its own; {@code FuzzCorpusTest} with those that
 * it found before.
 */
public final class ArchiveFuzz {

  /** More content than the fuzzer's inputs need; what decompresses to more is given up. */
  private static final int ENOUGH = 32 << 20;

  private ArchiveFuzz() {}

  private static void requireOneLine(ArchiveException e) {
    if (e.getMessage() == null || e.getMessage().isBlank() || e.getMessage().contains("\n")) {
      throw new AssertionError("not one line: " + e.getMessage(), e);
    }
  }

  /** A tar stream; what is passed on of one that is accepted is accepted again, and is the same. */
  public static void tar(byte[] data) throws IOException {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    List<String> seen = new ArrayList<>();
    try {
      new TarReader(new ByteArrayInputStream(data), passed, List.of(collecting(seen))).readAll();
    } catch (ArchiveException e) {
      requireOneLine(e);
      return;
    }
    passed.writeBytes(new byte[2 * TarBlock.SIZE]);
    List<String> again = new ArrayList<>();
    TarReader.read(new ByteArrayInputStream(passed.toByteArray()), List.of(collecting(again)));
    if (!again.equals(seen)) {
      throw new AssertionError("read " + seen + ", passed on as " + again);
    }
  }

  private static EntryVisitor collecting(List<String> into) {
    return new EntryVisitor() {
      @Override
      public void end(Entry e) {
        into.add(
            e.path()
                + " "
                + e.type()
                + " "
                + e.mode()
                + " "
                + e.size()
                + " "
                + e.sha256()
                + " "
                + e.mtimeSeconds()
                + "."
                + e.mtimeNanos()
                + " "
                + e.uid()
                + ":"
                + e.gid()
                + " "
                + Arrays.toString(e.link()));
      }
    };
  }

  /** A whole archive of whatever compression. */
  public static void archive(byte[] data) throws IOException {
    // The tools that decompress bzip2 and xz are not what is tried here.
    if (data.length < 4 || data[0] == 'B' || data[0] == (byte) 0xfd) {
      return;
    }
    try (ByteSource source = source(data);
        ArchiveInput in = ArchiveInput.open(source, Progress.NONE)) {
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      for (int n = in.read(buffer); n > 0 && total < ENOUGH; n = in.read(buffer)) {
        total += n;
      }
      if (total < ENOUGH) {
        in.sha256();
      }
    } catch (ArchiveException e) {
      requireOneLine(e);
    }
  }

  /** The table at the end of an archive, and an archive read from somewhere in it. */
  public static void seekTable(byte[] data) throws IOException {
    byte[] frame = Zstd.compress("content".getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(frame);
    file.writeBytes(data);
    byte[] bytes = file.toByteArray();
    try (ByteSource source = source(bytes)) {
      SeekTable table = SeekTable.read(source);
      if (table == null) {
        return;
      }
      for (long position : new long[] {0, 1, table.start(table.count())}) {
        int at = table.frameAt(position);
        if (at < 0 || at > table.count()) {
          throw new AssertionError("frame " + at + " of " + table.count());
        }
        try (var in = ArchiveInput.openAt(source, position)) {
          in.readNBytes(1 << 16);
        }
      }
    } catch (ArchiveException e) {
      requireOneLine(e);
    }
  }

  /**
   * The text of an index; each line that is read is written again as something that says the same.
   */
  public static void index(byte[] data) throws IOException {
    byte[] signed =
        ("#mtree\n" + new String(data, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
    try (IndexReader reader =
        new IndexReader(new ByteArrayInputStream(Zstd.compress(signed)), "x.mtree.zst")) {
      ArchiveIndexBuilder builder =
          new ArchiveIndexBuilder(new IndexLimits(10_000, Long.MAX_VALUE, Long.MAX_VALUE));
      IndexLines lines = new IndexLines();
      for (Optional<Entry> e = reader.next(); e.isPresent(); e = reader.next()) {
        builder.add(e.get());
        byte[] line = lines.next(e.get()).toString().getBytes(StandardCharsets.US_ASCII);
        Entry again = IndexLine.parse(line, 0, line.length);
        if (!again.path().equals(e.get().path()) || again.offset() != e.get().offset()) {
          throw new AssertionError("read " + e.get() + ", written as " + again);
        }
      }
      ArchiveIndex index = builder.build();
      for (Entry e : index.list(RootPath.ROOT)) {
        index.totals(e.path());
      }
    } catch (ArchiveException e) {
      requireOneLine(e);
    }
  }

  /** An index as it is stored. */
  public static void storedIndex(byte[] data) throws IOException {
    try (IndexReader reader = new IndexReader(new ByteArrayInputStream(data), "x.mtree.zst")) {
      for (int i = 0; i < 100_000 && reader.next().isPresent(); i++) {
        // Only read.
      }
    } catch (ArchiveException e) {
      requireOneLine(e);
    }
  }

  /** A DIGESTS file; one that is accepted is written again as something that says the same. */
  public static void digests(byte[] data) throws IOException {
    Path file = Files.createTempFile("fuzz", ".DIGESTS");
    try {
      Files.write(file, data);
      DigestsFile read = DigestsFile.read(file);
      Files.writeString(file, read.text());
      DigestsFile again = DigestsFile.read(file);
      for (String name : read.fileNames()) {
        if (!again.of(name).equals(read.of(name))) {
          throw new AssertionError("digests of " + name);
        }
      }
    } catch (ArchiveException e) {
      requireOneLine(e);
    } finally {
      Files.delete(file);
    }
  }

  private static ByteSource source(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public int read(long position, ByteBuffer into) {
        if (position >= bytes.length) {
          return 0;
        }
        int n = (int) Math.min(into.remaining(), bytes.length - position);
        into.put(bytes, (int) position, n);
        return n;
      }

      @Override
      public void close() {}
    };
  }
}
