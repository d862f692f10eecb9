package io.jenkins.plugins.sdkbootstrap.root;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads what {@link ColumnWriter} wrote. Copies whole pieces, as code that looks at each number is
 * slow until the JVM has compiled it.
 */
public final class ColumnReader {

  /** Bytes that are converted at once. */
  static final int PIECE = 1 << 16;

  private final InputStream in;
  private final ByteBuffer buffer = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
  private long left;

  /**
   * Reads from a stream, which stays open.
   *
   * @param memory how many bytes all columns may take together
   */
  public ColumnReader(InputStream in, long memory) {
    this.in = in;
    this.left = memory;
  }

  /** The next, a single number. */
  public long number() throws IOException {
    return fill(Long.BYTES).getLong(0);
  }

  /** The next column, of bytes. */
  public byte[] bytes() throws IOException {
    byte[] column = new byte[length(Byte.BYTES)];
    if (in.readNBytes(column, 0, column.length) < column.length) {
      throw new EOFException("cut off");
    }
    return column;
  }

  /** The next column, of short numbers. */
  public short[] shorts() throws IOException {
    short[] column = new short[length(Short.BYTES)];
    fill(column.length, Short.BYTES, (from, at, n) -> from.asShortBuffer().get(column, at, n));
    return column;
  }

  /** The next column, of numbers. */
  public int[] ints() throws IOException {
    int[] column = new int[length(Integer.BYTES)];
    fill(column.length, Integer.BYTES, (from, at, n) -> from.asIntBuffer().get(column, at, n));
    return column;
  }

  /** The next column, of long numbers. */
  public long[] longs() throws IOException {
    long[] column = new long[length(Long.BYTES)];
    fill(column.length, Long.BYTES, (from, at, n) -> from.asLongBuffer().get(column, at, n));
    return column;
  }

  private interface Piece {
    void copy(ByteBuffer from, int at, int count);
  }

  private void fill(int length, int width, Piece piece) throws IOException {
    for (int at = 0, n; at < length; at += n) {
      n = Math.min(length - at, PIECE / width);
      piece.copy(fill(n * width), at, n);
    }
  }

  private int length(int width) throws IOException {
    int length = fill(Integer.BYTES).getInt(0);
    if (length < 0 || length > left / width) {
      throw new ArchiveException("a column of " + length + " numbers, for which there is no room");
    }
    left -= (long) length * width;
    return length;
  }

  private ByteBuffer fill(int bytes) throws IOException {
    if (in.readNBytes(buffer.array(), 0, bytes) < bytes) {
      throw new EOFException("cut off");
    }
    return buffer;
  }
}
