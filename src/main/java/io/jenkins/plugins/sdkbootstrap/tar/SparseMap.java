package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import java.util.Arrays;

/** The positions of the data in a sparse file; everything else is zeros. */
final class SparseMap {

  /** More pieces than any real file has; 16 MiB of memory. */
  static final int MAX_PIECES = 1_000_000;

  private long[] offsets = new long[16];
  private long[] lengths = new long[16];
  private int count;
  private long end;
  private long data;

  /**
   * Adds a piece of data.
   *
   * @throws ArchiveException if it does not follow the pieces before it, or if there are too many
   */
  void add(long offset, long length) throws ArchiveException {
    if (offset < end || length < 0 || offset > Long.MAX_VALUE - length) {
      throw new ArchiveException(
          "its sparse map is wrong: data at " + offset + " after data up to " + end);
    }
    // Some tools pad each piece to whole blocks and others do not. They agree only if all pieces
    // but the last are whole blocks.
    if (length > 0 && data % TarBlock.SIZE != 0) {
      throw new ArchiveException(
          "its sparse map is wrong: the data before " + offset + " does not fill whole blocks");
    }
    if (count == MAX_PIECES) {
      throw new ArchiveException("its sparse map has more than " + MAX_PIECES + " pieces");
    }
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    offsets[count] = offset;
    lengths[count++] = length;
    end = offset + length;
    data += length;
  }

  /** Checks the map against the file's size and the bytes stored for it. */
  void check(long size, long stored) throws ArchiveException {
    if (end > size) {
      throw new ArchiveException(
          "its sparse map is wrong: data up to " + end + " in a file of " + size + " bytes");
    }
    if (data != stored) {
      throw new ArchiveException(
          "its sparse map is wrong: " + data + " bytes of data, but " + stored + " are stored");
    }
  }

  int count() {
    return count;
  }

  /** Where in the file a piece begins. */
  long offset(int i) {
    return offsets[i];
  }

  long length(int i) {
    return lengths[i];
  }
}
