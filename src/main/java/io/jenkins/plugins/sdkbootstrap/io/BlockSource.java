package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a remote source in blocks and keeps the last few, so that many small reads need few
 * requests. For one thread at a time.
 */
public final class BlockSource implements ByteSource {

  private static final int BLOCK = 64 << 10;
  private static final int KEPT = 32;

  private final ByteSource source;
  private final Map<Long, byte[]> blocks =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  /** Reads this source, and closes it with this. */
  public BlockSource(ByteSource source) {
    this.source = source;
  }

  @Override
  public long size() throws IOException {
    return source.size();
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    if (into.remaining() >= BLOCK) {
      return source.read(position, into);
    }
    int total = 0;
    while (into.hasRemaining()) {
      long at = position + total;
      byte[] block = block(at / BLOCK);
      int from = (int) (at % BLOCK);
      int n = Math.min(into.remaining(), block.length - from);
      if (n <= 0) {
        break;
      }
      into.put(block, from, n);
      total += n;
    }
    return total;
  }

  private byte[] block(long number) throws IOException {
    byte[] block = blocks.get(number);
    if (block == null) {
      ByteBuffer read = ByteBuffer.allocate(BLOCK);
      int n = source.read(number * BLOCK, read);
      block = Arrays.copyOf(read.array(), n);
      blocks.put(number, block);
    }
    return block;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
