package io.jenkins.plugins.sdkbootstrap.root;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import java.io.IOException;
import java.util.Arrays;

/** Many short byte strings in one array, each after its length, without one object for each. */
public final class ByteStore {

  private static final int MAX = Integer.MAX_VALUE - 16;

  private byte[] bytes;
  private int end;

  /** An empty store. */
  public ByteStore() {
    bytes = new byte[1024];
  }

  /** The store that {@link #write} wrote. */
  public ByteStore(ColumnReader in) throws IOException {
    bytes = in.bytes();
    end = bytes.length;
  }

  /** Writes what is stored. */
  public void write(ColumnWriter out) throws IOException {
    trim();
    out.write(bytes);
  }

  /**
   * Stores a copy of these bytes and returns its position.
   *
   * @throws ArchiveException if 2 GiB are full
   */
  public int add(byte[] from, int start, int stop) throws ArchiveException {
    int length = stop - start;
    long needed = (long) end + 5 + length;
    if (needed > MAX) {
      throw new ArchiveException("the names and links of this archive are over 2 GiB long");
    }
    if (needed > bytes.length) {
      long roomier = Math.max(needed, bytes.length + (long) (bytes.length >> 1));
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX, roomier));
    }
    final int at = end;
    int rest = length;
    while (rest >= 0x80) {
      bytes[end++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[end++] = (byte) rest;
    System.arraycopy(from, start, bytes, end, length);
    end += length;
    return at;
  }

  public int length(int at) {
    int length = 0;
    int shift = 0;
    int i = at;
    while (bytes[i] < 0) {
      length |= (bytes[i++] & 0x7f) << shift;
      shift += 7;
    }
    return length | bytes[i] << shift;
  }

  public byte[] get(int at) {
    int start = start(at);
    return Arrays.copyOfRange(bytes, start, start + length(at));
  }

  public void copy(int at, byte[] into, int offset) {
    System.arraycopy(bytes, start(at), into, offset, length(at));
  }

  public boolean equals(int at, byte[] other, int from, int to) {
    int start = start(at);
    return Arrays.equals(bytes, start, start + length(at), other, from, to);
  }

  /** Compares the bytes at a position with those of another store, unsigned. */
  public int compare(int at, ByteStore other, int there) {
    int a = start(at);
    int b = other.start(there);
    return Arrays.compareUnsigned(
        bytes, a, a + length(at), other.bytes, b, b + other.length(there));
  }

  private int start(int at) {
    int i = at;
    while (bytes[i] < 0) {
      i++;
    }
    return i + 1;
  }

  public int memory() {
    return bytes.length;
  }

  /** Frees the memory that is not used. */
  public void trim() {
    bytes = Arrays.copyOf(bytes, end);
  }
}
