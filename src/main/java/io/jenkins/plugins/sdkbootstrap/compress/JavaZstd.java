package io.jenkins.plugins.sdkbootstrap.compress;

import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import io.airlift.compress.zstd.ZstdInputStream;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** The library of Java. */
final class JavaZstd extends ZstdCodec {

  @Override
  long maxWindow() {
    return 8 << 20;
  }

  @Override
  public InputStream input(InputStream compressed, int maxWindowLog) {
    return new Checked(new ZstdInputStream(compressed));
  }

  @Override
  public OutputStream output(OutputStream compressed, int level) throws IOException {
    return new ZstdOutputStream(compressed);
  }

  @Override
  Frames frames(int level) {
    return new Frames() {
      private final ZstdCompressor compressing = new ZstdCompressor();
      private final ZstdDecompressor decompressing = new ZstdDecompressor();

      @Override
      public int compress(ByteBuffer content, ByteBuffer into) {
        ByteBuffer to = into.duplicate().clear();
        compressing.compress(content.duplicate(), to);
        return to.position();
      }

      @Override
      public int decompress(ByteBuffer compressed, ByteBuffer into) throws IOException {
        ByteBuffer to = into.duplicate();
        int start = to.position();
        try {
          decompressing.decompress(compressed.duplicate(), to);
        } catch (RuntimeException e) { // what is damaged comes out in several kinds
          throw new IOException(e.getMessage(), e);
        }
        return to.position() - start;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  int bound(int content) {
    return new ZstdCompressor().maxCompressedLength(content);
  }

  /** Reports damage as an IOException, as the interface says, not as an unchecked exception. */
  private static final class Checked extends java.io.FilterInputStream {
    Checked(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return in.read(into, offset, length);
      } catch (RuntimeException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }
}
