package io.jenkins.plugins.sdkbootstrap.elf;

import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of an ELF file in its own width and order, a piece at a time. */
final class ElfBytes {

  private static final int HEADER_LENGTH = 64;
  private static final int NARROW_HEADER_LENGTH = 52;

  private final ByteSource source;
  private ByteBuffer piece = ByteBuffer.allocate(0);
  private boolean wide;
  private ByteOrder order = ByteOrder.BIG_ENDIAN;

  ElfBytes(ByteSource source) {
    this.source = source;
  }

  /** Loads the file's header, the first 64 bytes; false if it is not an ELF file. */
  boolean readHeader() throws IOException {
    boolean whole = load(0, HEADER_LENGTH) || load(0, NARROW_HEADER_LENGTH);
    if (!whole || !ElfFile.isElf(piece.array(), piece.capacity())) {
      return false;
    }
    byte width = piece.get(4);
    byte data = piece.get(5);
    wide = width == 2;
    order = data == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    piece.order(order);
    boolean known = (width == 1 || width == 2) && (data == 1 || data == 2);
    return known && piece.capacity() >= (wide ? HEADER_LENGTH : NARROW_HEADER_LENGTH);
  }

  boolean wide() {
    return wide;
  }

  boolean bigEndian() {
    return order == ByteOrder.BIG_ENDIAN;
  }

  /** Loads a piece of the file and replaces the last one; false if the file is too short. */
  boolean load(long position, int length) throws IOException {
    if (position < 0) {
      return false;
    }
    ByteBuffer next = ByteBuffer.allocate(length).order(order);
    if (source.read(position, next) < length) {
      return false;
    }
    piece = next;
    return true;
  }

  /** Two bytes of the piece, unsigned. */
  int half(int at) {
    return piece.getShort(at) & 0xffff;
  }

  /** Four bytes of the piece. */
  int integer(int at) {
    return piece.getInt(at);
  }

  /** As many bytes of the piece as the file's addresses have; unsigned where these are four. */
  long word(int at) {
    return wide ? piece.getLong(at) : piece.getInt(at) & 0xffff_ffffL;
  }

  /**
   * The string in the file from there to the next NUL.
   *
   * @param room how many bytes it may take with its NUL
   * @param most the longest accepted string
   * @return null if there is none that ends in time
   */
  String string(long position, long room, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(room, most));
    int n = position < 0 ? 0 : source.read(position, bytes);
    for (int end = 0; end < n; end++) {
      if (bytes.get(end) == 0) {
        return new String(bytes.array(), 0, end, StandardCharsets.ISO_8859_1);
      }
    }
    return null;
  }
}
