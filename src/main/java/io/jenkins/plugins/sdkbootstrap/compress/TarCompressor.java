package io.jenkins.plugins.sdkbootstrap.compress;

import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Takes a tar stream and writes it compressed to an output. */
public abstract class TarCompressor extends OutputStream {

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public abstract void write(byte[] bytes, int offset, int length) throws IOException;

  /** Writes the rest and ends the compressed stream. Only {@link #close} may follow. */
  public abstract void finish() throws IOException;

  /** Frees threads and memory; without {@link #finish} before it, the output is incomplete. */
  @Override
  public abstract void close();

  /**
   * Compresses with the tools that are installed: lbzip2 or pbzip2, and xz, use all processors.
   *
   * @param level the compression's own level, 0 for its default
   */
  public static TarCompressor create(Compression compression, int level, ArchiveOutput out)
      throws IOException {
    return switch (compression) {
      case ZSTD -> new FrameCompressor(out, level);
      case BZIP2 -> bzip2(level == 0 ? 9 : level, out);
      case XZ -> xz(level == 0 ? 6 : level, out);
      case GZIP -> new StreamCompressor(new Gzip(out, level == 0 ? 6 : level));
      case NONE -> new StreamCompressor(out);
    };
  }

  private static TarCompressor bzip2(int level, ArchiveOutput out) throws IOException {
    String tool = Tool.installed("lbzip2", "pbzip2").orElse(null);
    return tool != null
        ? new FilterCompressor(tool, List.of(tool, "-z", "-c", "-" + level), out)
        : new StreamCompressor(new BZip2CompressorOutputStream(out, level));
  }

  private static TarCompressor xz(int level, ArchiveOutput out) throws IOException {
    String tool = Tool.installed("xz").orElse(null);
    return tool != null
        ? new FilterCompressor(tool, List.of(tool, "-z", "-c", "-T0", "-" + level), out)
        : new StreamCompressor(new XZOutputStream(out, new LZMA2Options(level)));
  }

  /** The JDK's gzip, which hides its level. It writes no time. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out, int level) throws IOException {
      super(out, 64 * 1024);
      def.setLevel(level);
    }
  }
}
