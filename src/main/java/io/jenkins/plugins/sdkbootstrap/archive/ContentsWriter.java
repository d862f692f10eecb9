package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.AsciiLines;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes an archive's CONTENTS as catalyst does: the output of {@code tar -tv}, compressed with
 * gzip. It uses the C locale and UTC, so that it is the same everywhere.
 */
public final class ContentsWriter implements EntryVisitor, Closeable {

  private final AsciiLines out;
  private final ContentsLine line = new ContentsLine();

  /**
   * Begins the listing.
   *
   * @param file where it goes; closed with this
   */
  public ContentsWriter(OutputStream file) throws IOException {
    out = new AsciiLines(new GZIPOutputStream(file, 1 << 16));
  }

  @Override
  public void end(Entry complete) throws IOException {
    out.write(line.next(complete));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
