package io.jenkins.plugins.sdkbootstrap.compress;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.BulkInput;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a Zstandard file from any position of its content. In the seekable format, it reads only
 * the frames it needs, one after the other.
 */
final class SeekableZstd extends BulkInput {

  /** Larger frames are refused instead of being held in memory. */
  private static final int MAX_FRAME = 64 << 20;

  private final ByteSource source;
  private final SeekTable table;
  private final ZstdCodec.Frames frames = ZstdCodec.get().frames(0);
  private int frame;
  private ByteBuffer compressed = ByteBuffer.allocateDirect(0);
  private ByteBuffer content = ByteBuffer.allocateDirect(0);

  /**
   * Begins at that byte of the content.
   *
   * @param table the file's seek table
   */
  SeekableZstd(ByteSource source, SeekTable table, long position) throws IOException {
    this.source = source;
    this.table = table;
    this.frame = table.frameAt(position);
    try {
      if (frame < table.count()) {
        int skipped = (int) (position - table.start(frame));
        load();
        content.position(skipped);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public int readSome(byte[] into, int offset, int most) throws IOException {
    while (!content.hasRemaining()) {
      if (frame == table.count()) {
        return -1;
      }
      load();
    }
    int n = Math.min(most, content.remaining());
    content.get(into, offset, n);
    return n;
  }

  /** Frees memory; the source stays open. */
  @Override
  public void close() {
    frames.close();
  }

  private void load() throws IOException {
    int compressedLength = table.compressedLength(frame);
    int length = table.length(frame);
    if (length > MAX_FRAME || compressedLength > MAX_FRAME) {
      throw new ArchiveException(
          "frame %s of the Zstandard file has more than %s bytes; unpack the archive instead"
              .formatted(frame, MAX_FRAME));
    }
    compressed = withCapacity(compressed, compressedLength);
    content = withCapacity(content, length);
    if (source.read(table.compressedStart(frame), compressed) != compressedLength) {
      throw new ArchiveException("the archive ends in the middle of frame " + frame);
    }
    compressed.flip();
    FrameInput.decompress(frames, table, frame, compressed, content);
    frame++;
  }

  private static ByteBuffer withCapacity(ByteBuffer buffer, int length) {
    ByteBuffer fitting =
        buffer.capacity() < length ? ByteBuffer.allocateDirect(length) : buffer.clear();
    return fitting.limit(length);
  }
}
