package io.jenkins.plugins.sdkbootstrap.compress;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.BulkInput;
import io.jenkins.plugins.sdkbootstrap.io.Daemon;
import io.jenkins.plugins.sdkbootstrap.io.InOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a whole file in Zstandard's seekable format: decompresses its frames in parallel and
 * returns them in order.
 */
final class FrameInput extends BulkInput {

  /** Larger frames need too much memory; such files are read as a stream. */
  static final int MAX_FRAME = 16 << 20;

  private static final class Slot {
    final ByteBuffer compressed;
    final ByteBuffer content;
    int frame;

    Slot(int compressedLength, int length) {
      compressed = ByteBuffer.allocateDirect(compressedLength);
      content = ByteBuffer.allocateDirect(length);
    }
  }

  private static final class Decompressing implements InOrder.Worker<Slot> {
    private final ZstdCodec.Frames frames = ZstdCodec.get().frames(0);
    private final SeekTable table;

    Decompressing(SeekTable table) {
      this.table = table;
    }

    @Override
    public void work(Slot slot) throws IOException {
      decompress(frames, table, slot.frame, slot.compressed, slot.content);
    }

    @Override
    public void close() {
      frames.close();
    }
  }

  private final CompressedInput file;
  private final SeekTable table;
  private final InOrder<Slot> frames;
  private Slot current;
  private boolean atEnd;

  /**
   * Reads the file from its start.
   *
   * @param table the file's seek table; {@link #suits} must be true for it
   */
  FrameInput(CompressedInput file, SeekTable table) {
    this.file = file;
    this.table = table;
    int longest = 0;
    int longestCompressed = 0;
    for (int i = 0; i < table.count(); i++) {
      longest = Math.max(longest, table.length(i));
      longestCompressed = Math.max(longestCompressed, table.compressedLength(i));
    }
    int threads = InOrder.threads();
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < Math.min(threads + 2, table.count()); i++) {
      slots.add(new Slot(longestCompressed, longest));
    }
    List<Decompressing> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(new Decompressing(table));
    }
    this.frames = new InOrder<>("unzstd", slots, workers);
    Daemon.start("unzstd-reader", this::feed);
  }

  /** Whether all frames are small enough to be held in memory, several at a time. */
  static boolean suits(SeekTable table) {
    for (int i = 0; i < table.count(); i++) {
      if (table.length(i) > MAX_FRAME || table.compressedLength(i) > MAX_FRAME) {
        return false;
      }
    }
    return true;
  }

  static void decompress(
      ZstdCodec.Frames frames,
      SeekTable table,
      int frame,
      ByteBuffer compressed,
      ByteBuffer content)
      throws IOException {
    int length = table.length(frame);
    int n;
    try {
      n =
          frames.decompress(
              compressed.duplicate().position(0).limit(table.compressedLength(frame)),
              content.duplicate().position(0).limit(length));
    } catch (IOException e) {
      throw new ArchiveException(
          ("frame %s of the Zstandard file, at byte %s, is damaged or not where the seek "
                  + "table says: %s")
              .formatted(frame, table.compressedStart(frame), e.getMessage()),
          e);
    }
    if (n != length) {
      throw SeekTable.wrong("frame " + frame + " has " + n + " bytes, not " + length);
    }
    content.position(0).limit(length);
    if (table.hasChecksums() && length > 0 && hasChecksum(compressed)) {
      int end = table.compressedLength(frame);
      int stored = compressed.order(ByteOrder.LITTLE_ENDIAN).getInt(end - 4);
      if (stored != table.checksum(frame)) {
        throw SeekTable.wrong("the checksum of frame " + frame + " is another one");
      }
    }
  }

  /** Whether the frame's header says that its checksum follows its content. */
  private static boolean hasChecksum(ByteBuffer frame) {
    return (frame.get(4) & 4) != 0;
  }

  @Override
  public int readSome(byte[] into, int offset, int most) throws IOException {
    while (current == null || !current.content.hasRemaining()) {
      if (current != null) {
        frames.recycle(current);
        current = null;
      }
      current = atEnd ? null : frames.next();
      if (current == null) {
        atEnd = true;
        return -1;
      }
    }
    int n = Math.min(most, current.content.remaining());
    current.content.get(into, offset, n);
    return n;
  }

  @Override
  public void close() {
    frames.close();
  }

  private void feed() {
    try {
      for (int i = 0; i < table.count(); i++) {
        Slot slot = frames.free();
        slot.frame = i;
        slot.compressed.clear().limit(table.compressedLength(i));
        slot.content.clear();
        file.readFully(slot.compressed);
        frames.filled(slot);
      }
      frames.end();
    } catch (IOException | RuntimeException | Error e) {
      frames.fail(e);
    }
  }
}
