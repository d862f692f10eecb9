package io.jenkins.plugins.sdkbootstrap.archive;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes an archive's index: mtree(5) in Zstandard, a line for each entry in the order of the tar
 * stream. The same entries give the same bytes.
 */
public final class IndexWriter implements EntryVisitor, Closeable {

  /** The first line of every index; bsdtar knows an mtree file by it. */
  static final String SIGNATURE = "#mtree";

  private static final int LEVEL = 3;

  private final OutputStream out;
  private final SeenContent seen = new SeenContent();

  /**
   * Begins the index.
   *
   * @param file where it goes; closed with this
   */
  public IndexWriter(OutputStream file) throws IOException {
    ZstdOutputStream zstd = new ZstdOutputStream(file, LEVEL);
    zstd.setChecksum(true);
    out = new BufferedOutputStream(zstd, 1 << 16);
    out.write(IndexLine.bytes(SIGNATURE + "\n"));
  }

  @Override
  public void begin(Entry header) {
    // Everything there is to write is known at the end.
  }

  /**
   * Writes the entry's line.
   *
   * @throws ArchiveException if a hard link's target did not come before it, or a name is too long
   *     for the index
   */
  @Override
  public void end(Entry complete) throws IOException {
    out.write(IndexLine.bytes(line(complete) + "\n"));
  }

  /** The line of an entry that comes next; remembers what hard links to it need. */
  private String line(Entry e) throws ArchiveException {
    Entry content = e;
    if (e.type() == EntryType.HARDLINK) {
      content = seen.of(e).orElseThrow(() -> noTarget(e));
    }
    seen.add(e);
    String line = IndexLine.format(e, content);
    if (line.length() > IndexLine.MAX_LENGTH) {
      throw new ArchiveException(
          line.substring(0, 200)
              + "...: a name or link of over "
              + (IndexLine.MAX_LENGTH >> 10)
              + " KiB has no place in an index; shorten it");
    }
    return line;
  }

  private static ArchiveException noTarget(Entry e) {
    return new ArchiveException(
        e.path()
            + ": a hard link to "
            + RootPath.of(e.link())
            + ", which does not come before it in the archive");
  }

  /** Completes the index and closes its file. */
  @Override
  public void close() throws IOException {
    out.close();
  }
}
