package io.jenkins.plugins.sdkbootstrap.root;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes arrays of numbers as they are in memory, each after its length, little-endian. */
public final class ColumnWriter {

  private final OutputStream out;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(ColumnReader.PIECE).order(ByteOrder.LITTLE_ENDIAN);

  /** Writes to a stream, which stays open. */
  public ColumnWriter(OutputStream out) {
    this.out = out;
  }

  public void write(long number) throws IOException {
    buffer.putLong(0, number);
    flush(Long.BYTES);
  }

  public void write(byte[] column) throws IOException {
    length(column.length);
    out.write(column);
  }

  public void write(short[] column) throws IOException {
    write(column.length, Short.BYTES, (at, n) -> buffer.asShortBuffer().put(column, at, n));
  }

  public void write(int[] column) throws IOException {
    write(column.length, Integer.BYTES, (at, n) -> buffer.asIntBuffer().put(column, at, n));
  }

  public void write(long[] column) throws IOException {
    write(column.length, Long.BYTES, (at, n) -> buffer.asLongBuffer().put(column, at, n));
  }

  private interface Piece {
    void copy(int at, int count);
  }

  private void write(int length, int width, Piece piece) throws IOException {
    length(length);
    for (int at = 0, n; at < length; at += n) {
      n = Math.min(length - at, ColumnReader.PIECE / width);
      piece.copy(at, n);
      flush(n * width);
    }
  }

  private void length(int length) throws IOException {
    buffer.putInt(0, length);
    flush(Integer.BYTES);
  }

  private void flush(int bytes) throws IOException {
    out.write(buffer.array(), 0, bytes);
  }
}
