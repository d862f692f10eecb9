package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.BulkInput;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import java.io.IOException;
import java.io.InputStream;

/**
 * One entry, read at its offset in the index: first its headers, then its content, with zeros for
 * holes.
 */
public final class TarEntryStream extends BulkInput {

  private final InputStream tar;
  private final TarInput input;
  private final Entry entry;
  private final TarContent content;
  private final long contentStart;
  private int start;
  private int length;

  private TarEntryStream(
      InputStream tar, TarInput input, Entry entry, TarContent content, long contentStart) {
    this.tar = tar;
    this.input = input;
    this.entry = entry;
    this.content = content;
    this.contentStart = contentStart;
  }

  /**
   * Reads the entry's headers.
   *
   * @param tar a tar stream whose next byte is the first of the entry's headers; closed with this
   * @param offset where in the whole tar stream that is, for messages and for {@link Entry#offset}
   * @throws ArchiveException if no valid entry begins there
   */
  public static TarEntryStream open(InputStream tar, long offset) throws IOException {
    return open(tar, new TarInput(tar, null, TarHeaderReader.MAX_HEADERS, offset), offset);
  }

  private static TarEntryStream open(InputStream tar, TarInput input, long offset)
      throws IOException {
    TarHeader header = new TarHeader();
    if (!new TarHeaderReader(input, header).read()) {
      throw new ArchiveException("no entry at byte " + offset + " of the tar stream, but its end");
    }
    header.check(TarReader.MAX_PATH, "no root holds such");
    input.pass();
    TarContent content = new TarContent(input, header);
    long contentStart = input.offset();
    content.begin();
    return new TarEntryStream(
        tar, input, header.entry(offset), content, header.sparse == null ? contentStart : -1);
  }

  /**
   * A later entry in the same stream; this one cannot be read any more.
   *
   * @param offset where in the whole tar stream it begins; not before the end of this one
   * @throws ArchiveException if no valid entry begins there
   */
  public TarEntryStream next(long offset) throws IOException {
    for (long left; (left = offset - input.offset()) != 0; ) {
      int n = left < 0 ? 0 : input.piece(left);
      if (n == 0) {
        throw new ArchiveException("no entry at byte " + offset + " of the tar stream");
      }
      input.advance(n);
      input.drop();
    }
    return open(tar, input, offset);
  }

  /** The position in the whole tar stream. */
  public long position() {
    return input.offset();
  }

  public Entry entry() {
    return entry;
  }

  /** Where in the tar stream the content begins; -1 if it is not in one piece. */
  public long contentStart() {
    return contentStart;
  }

  @Override
  public int readSome(byte[] into, int offset, int most) throws IOException {
    if (!fill()) {
      return -1;
    }
    int n = Math.min(most, length);
    System.arraycopy(content.array(), take(n), into, offset, n);
    return n;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  private boolean fill() throws IOException {
    if (length == 0) {
      length = content.next();
      start = content.start();
    }
    return length > 0;
  }

  private int take(int n) {
    int from = start;
    start += n;
    length -= n;
    return from;
  }
}
