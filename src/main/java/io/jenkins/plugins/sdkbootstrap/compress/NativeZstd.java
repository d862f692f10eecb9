package io.jenkins.plugins.sdkbootstrap.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** The library of C. */
final class NativeZstd extends ZstdCodec {

  @Override
  public InputStream input(InputStream compressed, int maxWindowLog) throws IOException {
    ZstdInputStreamNoFinalizer in = new ZstdInputStreamNoFinalizer(compressed);
    in.setLongMax(maxWindowLog);
    return in;
  }

  @Override
  public OutputStream output(OutputStream compressed, int level) throws IOException {
    ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(compressed, level);
    out.setChecksum(true);
    return out;
  }

  @Override
  Frames frames(int level) {
    return new Frames() {
      private ZstdCompressCtx compressing;
      private ZstdDecompressCtx decompressing;

      @Override
      public int compress(ByteBuffer content, ByteBuffer into) {
        if (compressing == null) {
          int chosen = level == 0 ? Zstd.defaultCompressionLevel() : level;
          compressing = new ZstdCompressCtx().setLevel(chosen).setChecksum(true);
        }
        return compressing.compressDirectByteBuffer(
            into, 0, into.capacity(), content, content.position(), content.remaining());
      }

      @Override
      public int decompress(ByteBuffer compressed, ByteBuffer into) throws IOException {
        if (decompressing == null) {
          decompressing = new ZstdDecompressCtx();
        }
        try {
          return decompressing.decompressDirectByteBuffer(
              into,
              into.position(),
              into.remaining(),
              compressed,
              compressed.position(),
              compressed.remaining());
        } catch (ZstdException e) {
          throw new IOException(e.getMessage(), e);
        }
      }

      @Override
      public void close() {
        if (compressing != null) {
          compressing.close();
        }
        if (decompressing != null) {
          decompressing.close();
        }
      }
    };
  }

  @Override
  int bound(int content) {
    return (int) Zstd.compressBound(content);
  }
}
