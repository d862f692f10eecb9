package io.jenkins.plugins.sdkbootstrap.compress;

import io.jenkins.plugins.sdkbootstrap.io.Daemon;
import io.jenkins.plugins.sdkbootstrap.io.InOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes Zstandard's seekable format. Cuts the content into frames of equal length, compresses them
 * in parallel, and writes them in order, followed by the seek table.
 *
 * <p>Allocates all memory once: two buffers for each thread, one for a frame and one for its
 * compressed bytes, and two more pairs so that reading and writing need not wait for each other.
 */
final class FrameCompressor extends TarCompressor {

  /**
   * Bytes in a frame. Smaller frames compress worse, because each starts without a history. Larger
   * frames make reading a single file slower and need more memory.
   */
  static final int FRAME = 4 << 20;

  /** Buffers, allocated when first needed: a small archive needs few. */
  private static final class Slot {
    private ByteBuffer content;
    private ByteBuffer compressed;

    void clear() {
      if (content == null) {
        content = ByteBuffer.allocateDirect(FRAME);
        compressed =
            ByteBuffer.allocateDirect(ZstdCodec.get().bound(FRAME)).order(ByteOrder.LITTLE_ENDIAN);
      }
      content.clear();
      compressed.clear();
    }
  }

  private static final class Compressing implements InOrder.Worker<Slot> {
    private final ZstdCodec.Frames frames;

    Compressing(int level) {
      frames = ZstdCodec.get().frames(level);
    }

    @Override
    public void work(Slot slot) throws IOException {
      slot.content.flip();
      slot.compressed.limit(frames.compress(slot.content, slot.compressed));
    }

    @Override
    public void close() {
      frames.close();
    }
  }

  private final ArchiveOutput out;
  private final InOrder<Slot> frames;
  private final Thread writer;
  private final SeekTable table = new SeekTable();
  private Slot current;
  private boolean written;

  /**
   * Compresses to there.
   *
   * @param out gets the compressed bytes from another thread
   * @param level Zstandard's level, 0 for its default
   */
  FrameCompressor(ArchiveOutput out, int level) {
    this.out = out;
    int threads = InOrder.threads();
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < threads + 2; i++) {
      slots.add(new Slot());
    }
    List<Compressing> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(new Compressing(level));
    }
    this.frames = new InOrder<>("zstd", slots, workers);
    this.writer = Daemon.start("zstd-writer", this::writeInOrder);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (current == null) {
        current = frames.free();
        current.clear();
      }
      int n = Math.min(left, current.content.remaining());
      current.content.put(bytes, from, n);
      from += n;
      left -= n;
      if (!current.content.hasRemaining()) {
        frames.filled(current);
        current = null;
      }
    }
  }

  @Override
  public void finish() throws IOException {
    if (current != null) {
      frames.filled(current);
      current = null;
    }
    frames.end();
    Daemon.join(writer);
    if (!written) {
      // Throws the failure of any thread.
      frames.next();
      throw new IOException("the compressed frames were not all written");
    }
    out.write(table.toBytes());
  }

  @Override
  public void close() {
    frames.close();
  }

  private void writeInOrder() {
    try {
      for (Slot slot; (slot = frames.next()) != null; ) {
        ByteBuffer bytes = slot.compressed;
        int length = bytes.limit();
        // The seek table has the same checksum as the end of the frame.
        table.add(length, slot.content.limit(), bytes.getInt(length - 4));
        out.write(bytes);
        frames.recycle(slot);
      }
      written = true;
    } catch (IOException | RuntimeException | Error e) {
      frames.fail(e);
    }
  }
}
