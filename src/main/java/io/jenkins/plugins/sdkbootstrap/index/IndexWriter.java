package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.compress.ZstdCodec;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.AsciiLines;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
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

  private final AsciiLines out;
  private final IndexLines lines = new IndexLines();

  /**
   * Begins the index.
   *
   * @param file the output; closed with this
   */
  public IndexWriter(OutputStream file) throws IOException {
    out = new AsciiLines(ZstdCodec.get().output(file, LEVEL));
    out.write(SIGNATURE);
  }

  /**
   * Writes the entry's line.
   *
   * @throws ArchiveException if a hard link's target did not come before it, or a name is too long
   *     for the index
   */
  @Override
  public void end(Entry complete) throws IOException {
    out.write(lines.next(complete));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
