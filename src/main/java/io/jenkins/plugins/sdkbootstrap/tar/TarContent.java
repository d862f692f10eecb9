package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import java.io.IOException;

/** The content of the entry whose headers were read last, in pieces, holes filled with zeros. */
final class TarContent {

  private static final byte[] ZEROS = new byte[64 * 1024];

  private final TarInput input;
  private final TarHeader header;
  private byte[] array;
  private int start;
  private long position;
  private long storedLeft;
  private long padding;
  private int piece;

  /** Reads the content that this header describes from an input. */
  TarContent(TarInput input, TarHeader header) {
    this.input = input;
    this.header = header;
  }

  /** Begins with the content of the entry whose headers were just read and passed. */
  void begin() throws IOException {
    storedLeft = header.stored;
    padding = TarBlock.padded(storedLeft) - storedLeft;
    position = 0;
    piece = 0;
    if (header.sparseMapFollows) {
      readMap();
    }
  }

  /**
   * Moves to the next piece, which is in {@link #array()} from {@link #start()} on until the next
   * call.
   *
   * @return its length; 0 at the end of the content, when the padding has been read too
   */
  int next() throws IOException {
    SparseMap map = header.sparse;
    if (map == null) {
      return storedLeft > 0 ? data(storedLeft) : end();
    }
    while (piece < map.count() && position == map.offset(piece) + map.length(piece)) {
      piece++;
    }
    if (piece == map.count()) {
      return position < header.size ? zeros(header.size) : end();
    }
    long offset = map.offset(piece);
    return position < offset ? zeros(offset) : data(offset + map.length(piece) - position);
  }

  /** Skips the rest. */
  void skip() throws IOException {
    while (storedLeft > 0) {
      data(storedLeft);
    }
    end();
  }

  byte[] array() {
    return array;
  }

  int start() {
    return start;
  }

  private int zeros(long until) {
    int n = (int) Math.min(ZEROS.length, until - position);
    array = ZEROS;
    start = 0;
    position += n;
    return n;
  }

  private int data(long most) throws IOException {
    int n = take(most);
    storedLeft -= n;
    position += n;
    return n;
  }

  private int take(long most) throws IOException {
    int n = input.piece(most);
    if (n == 0) {
      throw header.error("the tar stream is cut off in its content");
    }
    array = input.buffer();
    start = input.position();
    input.advance(n);
    input.pass();
    return n;
  }

  private int end() throws IOException {
    while (padding > 0) {
      padding -= take(padding);
    }
    return 0;
  }

  /** The map of the pax format 1.0: decimal numbers, one in each line, padded to whole blocks. */
  private void readMap() throws IOException {
    SparseMap map = new SparseMap();
    long count = nextNumber();
    if (count > SparseMap.MAX_PIECES) {
      throw header.error("its sparse map has more than " + SparseMap.MAX_PIECES + " pieces");
    }
    try {
      for (long i = 0; i < count; i++) {
        long offset = nextNumber();
        map.add(offset, nextNumber());
      }
      long used = header.stored - storedLeft;
      for (long pad = TarBlock.padded(used) - used; pad > 0 && storedLeft > 0; pad--) {
        nextByte();
      }
      map.check(header.size, storedLeft);
    } catch (ArchiveException e) {
      throw header.named(e);
    }
    position = 0;
    header.sparse = map;
  }

  private long nextNumber() throws IOException {
    long value = 0;
    for (int digits = 0; ; digits++) {
      int b = nextByte();
      if (b == '\n' && digits > 0) {
        return value;
      }
      if (b < '0' || b > '9' || digits == 18) {
        throw header.error("its sparse map holds no valid number");
      }
      value = value * 10 + (b - '0');
    }
  }

  private int nextByte() throws IOException {
    if (storedLeft == 0) {
      throw header.error("its sparse map is longer than its content");
    }
    data(1);
    return array[start];
  }
}
