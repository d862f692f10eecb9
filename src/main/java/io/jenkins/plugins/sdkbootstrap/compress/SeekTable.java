package io.jenkins.plugins.sdkbootstrap.compress;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The table of a Zstandard file in the seekable format (version 0.1.0, in Zstandard's contrib
 * directory): for each frame its compressed and its decompressed length and a checksum. It is a
 * skippable frame at the end of the file.
 */
public final class SeekTable {

  /** A million frames of 4 MiB are 4 TiB; a table with more is refused. */
  static final int MAX_FRAMES = 1_000_000;

  private static final int SKIPPABLE_MAGIC = 0x184D2A5E;
  private static final int SEEKABLE_MAGIC = 0x8F92EAB1;
  private static final int HEADER = 8;
  private static final int FOOTER = 9;
  private static final int WITH_CHECKSUMS = 0x80;
  private static final int RESERVED = 0x7c;

  private int count;
  private long[] compressed = new long[64];
  private long[] decompressed = new long[64];
  private int[] checksums = new int[64];
  private boolean hasChecksums = true;

  public int count() {
    return count;
  }

  /**
   * The position in the file where a frame begins. For the number of frames, the end of the last.
   */
  long compressedStart(int frame) {
    return frame == 0 ? 0 : compressed[frame - 1];
  }

  /**
   * The position in the content where a frame begins. For the number of frames, the end of the
   * last.
   */
  public long start(int frame) {
    return frame == 0 ? 0 : decompressed[frame - 1];
  }

  int compressedLength(int frame) {
    return (int) (compressed[frame] - compressedStart(frame));
  }

  int length(int frame) {
    return (int) (decompressed[frame] - start(frame));
  }

  boolean hasChecksums() {
    return hasChecksums;
  }

  /** The low 32 bits of the XXH64 of a frame's content. */
  int checksum(int frame) {
    return checksums[frame];
  }

  /** The frame with the byte at this position of the content; at its end, the number of frames. */
  public int frameAt(long position) {
    int found = Arrays.binarySearch(decompressed, 0, count, position);
    int frame = found >= 0 ? found + 1 : -found - 1;
    // Empty frames share their end with the frame before them.
    while (frame < count && decompressed[frame] <= position) {
      frame++;
    }
    return frame;
  }

  void add(long compressedLength, long length, int checksum) {
    if (count == compressed.length) {
      compressed = Arrays.copyOf(compressed, 2 * count);
      decompressed = Arrays.copyOf(decompressed, 2 * count);
      checksums = Arrays.copyOf(checksums, 2 * count);
    }
    compressed[count] = compressedStart(count) + compressedLength;
    decompressed[count] = start(count) + length;
    checksums[count++] = checksum;
  }

  /** The table as the frame for the end of the file. */
  byte[] toBytes() {
    int size = 12 * count + FOOTER;
    ByteBuffer out = ByteBuffer.allocate(HEADER + size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(SKIPPABLE_MAGIC).putInt(size);
    for (int i = 0; i < count; i++) {
      out.putInt(compressedLength(i)).putInt(length(i)).putInt(checksums[i]);
    }
    out.putInt(count).put((byte) WITH_CHECKSUMS).putInt(SEEKABLE_MAGIC);
    return out.array();
  }

  /**
   * Reads the table at the end of a file.
   *
   * @return null if there is none
   * @throws ArchiveException if there is one, but it does not match the file
   */
  public static SeekTable read(ByteSource file) throws IOException {
    long fileSize = file.size();
    ByteBuffer footer = ByteBuffer.allocate(FOOTER).order(ByteOrder.LITTLE_ENDIAN);
    if (fileSize < HEADER + FOOTER
        || file.read(fileSize - FOOTER, footer) != FOOTER
        || footer.getInt(5) != SEEKABLE_MAGIC) {
      return null;
    }
    long frames = Integer.toUnsignedLong(footer.getInt(0));
    int descriptor = footer.get(4) & 0xff;
    if ((descriptor & RESERVED) != 0) {
      throw wrong("it uses features that do not exist");
    }
    if (frames > MAX_FRAMES) {
      throw wrong("it has " + frames + " frames; at most " + MAX_FRAMES + " are read");
    }
    SeekTable table = new SeekTable();
    table.hasChecksums = (descriptor & WITH_CHECKSUMS) != 0;
    int entry = table.hasChecksums ? 12 : 8;
    long size = frames * entry + FOOTER;
    if (size + HEADER > fileSize) {
      throw wrong("it says " + frames + " frames and would be longer than the file");
    }
    ByteBuffer in =
        ByteBuffer.allocate((int) (HEADER + frames * entry)).order(ByteOrder.LITTLE_ENDIAN);
    if (file.read(fileSize - size - HEADER, in) != in.capacity()) {
      throw wrong("it cannot be read whole");
    }
    in.flip();
    if (in.getInt() != SKIPPABLE_MAGIC || in.getInt() != size) {
      throw wrong("it does not begin where its number of frames says");
    }
    for (int i = 0; i < frames; i++) {
      long compressedLength = Integer.toUnsignedLong(in.getInt());
      long length = Integer.toUnsignedLong(in.getInt());
      if (compressedLength > Integer.MAX_VALUE || length > Integer.MAX_VALUE) {
        throw wrong("frame " + i + " has more than 2 GiB");
      }
      table.add(compressedLength, length, table.hasChecksums ? in.getInt() : 0);
    }
    if (table.compressedStart(table.count) != fileSize - size - HEADER) {
      throw wrong(
          "its frames have %s bytes, but the file has %s before it"
              .formatted(table.compressedStart(table.count), fileSize - size - HEADER));
    }
    return table;
  }

  static ArchiveException wrong(String how) {
    return new ArchiveException("the seek table of the Zstandard file is wrong: " + how);
  }
}
