package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.compress.ZstdCodec;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads an archive's index entry by entry, in constant memory. An index may come from anyone: an
 * error names its line.
 */
public final class IndexReader implements Closeable {

  /**
   * Enough for every index that is written here; a larger window would give memory to a hostile
   * file.
   */
  static final int MAX_WINDOW_LOG = 23;

  private final String name;
  private final InputStream in;
  private long textLeft;
  private byte[] buffer = new byte[1 << 16];
  private int start;
  private int end;

  /** The line that was read last is in the buffer from here, and ends before {@link #start}. */
  private int line;

  private long lineNumber;

  /**
   * Reads the index from a stream.
   *
   * @param compressed the stored index, in Zstandard; closed with this
   * @param name what errors call it
   * @throws ArchiveException if it is not an index
   */
  public IndexReader(InputStream compressed, String name) throws IOException {
    this(compressed, name, Long.MAX_VALUE);
  }

  /** Reads at most this many bytes of text: a small compressed file can be very large. */
  IndexReader(InputStream compressed, String name, long mostText) throws IOException {
    this.name = name;
    this.textLeft = mostText;
    in = ZstdCodec.get().input(compressed, MAX_WINDOW_LOG);
    try {
      if (!nextLine() || !IndexWriter.SIGNATURE.equals(text())) {
        throw error("does not begin with '" + IndexWriter.SIGNATURE + "': this is not an index");
      }
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  public static IndexReader open(Path file) throws IOException {
    return new IndexReader(Files.newInputStream(file), file.getFileName().toString());
  }

  /**
   * The next entry, or empty after the last. A hard link is as in the archive: with size 0, without
   * a digest, and with its target in {@link Entry#link()}.
   *
   * @throws ArchiveException with the line's number and what is wrong in it
   */
  public Optional<Entry> next() throws IOException {
    if (!toNextEntry()) {
      return Optional.empty();
    }
    try {
      return Optional.of(IndexLine.parse(buffer, line, start - 1));
    } catch (IllegalArgumentException e) {
      throw error(e.getMessage());
    }
  }

  /** The next entry as spelled, or empty after the last. */
  Optional<String> nextEntryLine() throws IOException {
    return toNextEntry() ? Optional.of(text()) : Optional.empty();
  }

  private boolean toNextEntry() throws IOException {
    while (nextLine()) {
      byte first = line < start - 1 ? buffer[line] : (byte) ' ';
      if (first != '#' && (first != ' ' || !text().isBlank())) {
        return true;
      }
    }
    return false;
  }

  private String text() {
    return new String(buffer, line, start - 1 - line, StandardCharsets.US_ASCII);
  }

  /** The number of the line read last; the first is 1. */
  public long lineNumber() {
    return lineNumber;
  }

  /** Reads the next line; false after the last. */
  private boolean nextLine() throws IOException {
    lineNumber++;
    int scanned = start;
    while (true) {
      for (int i = scanned; i < end; i++) {
        byte b = buffer[i];
        if (b == '\n') {
          line = start;
          start = i + 1;
          return true;
        }
        if (b < ' ' || b == 0x7f) {
          throw error("a byte that is not printable ASCII; names are escaped in an index");
        }
      }
      int length = end - start;
      if (length > IndexLine.MAX_LENGTH) {
        throw error("longer than " + (IndexLine.MAX_LENGTH >> 10) + " KiB");
      }
      makeRoom();
      scanned = length;
      int n = read();
      if (n < 0) {
        if (length > 0) {
          throw error("without an end: the index is cut off");
        }
        return false;
      }
      end += n;
    }
  }

  /** Moves the unread bytes to the front of a buffer with free space behind them. */
  private void makeRoom() {
    int length = end - start;
    byte[] from = buffer;
    if (length > buffer.length / 2) {
      buffer = new byte[2 * buffer.length];
    }
    System.arraycopy(from, start, buffer, 0, length);
    start = 0;
    end = length;
  }

  private int read() throws IOException {
    if (textLeft <= 0) {
      throw error("here the index is longer than the limit");
    }
    try {
      int n = in.read(buffer, end, (int) Math.min(textLeft, buffer.length - end));
      textLeft -= Math.max(0, n);
      return n;
    } catch (IOException e) {
      throw new ArchiveException(
          name + ": cannot be read as an index in Zstandard: " + e.getMessage(), e);
    }
  }

  private ArchiveException error(String what) {
    return new ArchiveException(name + ": line " + lineNumber + ": " + what);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
