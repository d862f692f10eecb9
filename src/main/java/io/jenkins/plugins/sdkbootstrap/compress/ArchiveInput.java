package io.jenkins.plugins.sdkbootstrap.compress;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.BulkInput;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.io.ReadAhead;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The tar stream in an archive of any compression. Decompresses on as many threads as the format
 * allows, and computes the SHA-256 of the compressed archive.
 */
public final class ArchiveInput extends BulkInput {

  /** How much memory an xz file may need, in KiB: twice as much as {@code xz -9} files. */
  private static final int XZ_MEMORY = 128 << 10;

  private final Compression compression;
  private final CompressedInput compressed;
  private final MessageDigest sha256 = Digest.newSha256();
  private final InputStream tar;
  private GzipInput gzip;

  /**
   * Opens an archive; its compression is recognised by its content.
   *
   * @param source the archive; not closed with this
   * @param progress is told how many of the archive's bytes were read
   * @throws ArchiveException if its header is wrong
   */
  public static ArchiveInput open(ByteSource source, Progress progress) throws IOException {
    return new ArchiveInput(source, List.of(), progress);
  }

  /**
   * Opens the tar stream in an archive at a position, for example at an entry's offset in the
   * index. In a seekable archive it reads only the frames it needs; others are decompressed from
   * their start.
   *
   * @param source the archive; not closed with this
   * @param position which byte of the tar stream comes first
   * @throws ArchiveException if the tar stream ends before
   */
  public static InputStream openAt(ByteSource source, long position) throws IOException {
    Compression compression = compressionOf(source);
    if (compression == Compression.NONE) {
      if (position > source.size()) {
        throw endsBefore(position);
      }
      return new CompressedInput(source, position, List.of(), Progress.NONE);
    }
    if (compression == Compression.ZSTD) {
      SeekTable table = SeekTable.read(source);
      if (table != null) {
        if (position > table.start(table.count())) {
          throw endsBefore(position);
        }
        return new SeekableZstd(source, table, position);
      }
    }
    ArchiveInput in = open(source, Progress.NONE);
    try {
      in.skipNBytes(position);
      return in;
    } catch (EOFException e) {
      in.close();
      throw endsBefore(position);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Whether {@link #openAt} reads only the frames it needs. */
  public static boolean isSeekable(ByteSource source) throws IOException {
    Compression compression = compressionOf(source);
    return compression == Compression.NONE
        || compression == Compression.ZSTD && SeekTable.read(source) != null;
  }

  private static ArchiveException endsBefore(long position) {
    return new ArchiveException("the tar stream ends before byte " + position);
  }

  /** Opens an archive whose bytes go into this digest, too. */
  public ArchiveInput(ByteSource source, List<MessageDigest> more, Progress progress)
      throws IOException {
    List<MessageDigest> digests = new ArrayList<>(more);
    digests.add(sha256);
    this.compressed = new CompressedInput(source, digests, progress);
    this.compression = compressionOf(source);
    this.tar =
        switch (compression) {
          case ZSTD -> zstd(source);
          case BZIP2 -> bzip2();
          case XZ -> xz();
          case GZIP -> new ReadAhead(gzip(), "gunzip");
          case NONE -> compressed;
        };
  }

  /** The compression of this archive, by its content. */
  public static Compression compressionOf(ByteSource source) throws IOException {
    byte[] head = head(source);
    if (head.length == 0) {
      throw new ArchiveException("the archive is empty");
    }
    return Compression.ofContent(head);
  }

  private static byte[] head(ByteSource source) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(Compression.MAGIC_LENGTH);
    return Arrays.copyOf(head.array(), Math.max(0, source.read(0, head)));
  }

  private InputStream zstd(ByteSource source) throws IOException {
    long window = ZstdCodec.window(head(source));
    if (window > ZstdCodec.get().maxWindow()) {
      throw new ArchiveException(
          String.format(
              "the archive cannot be decompressed here: it was compressed with a window of %d MiB, and"
                  + " without the library of C one of %d MiB is read; compress it without --long and"
                  + " --ultra",
              window >> 20, ZstdCodec.get().maxWindow() >> 20));
    }
    SeekTable table = source.isStream() ? null : SeekTable.read(source);
    return table != null && FrameInput.suits(table)
        ? new FrameInput(compressed, table)
        : new ReadAhead(ZstdCodec.get().input(compressed, ZstdCodec.MAX_WINDOW_LOG), "unzstd");
  }

  private InputStream bzip2() throws IOException {
    String tool = Tool.installed("lbzip2", "pbzip2").orElse(null);
    return tool != null
        ? new FilterInput(tool, List.of(tool, "-d", "-c"), compressed)
        : new ReadAhead(new BZip2CompressorInputStream(compressed, true), "bunzip2");
  }

  /** Reads the header at once: a wrong header is reported like wrong data later. */
  private InputStream gzip() throws IOException {
    try {
      gzip = new GzipInput(compressed);
      return gzip;
    } catch (IOException e) {
      throw new ArchiveException(
          "the archive cannot be decompressed: its gzip header is damaged or cut off", e);
    }
  }

  private InputStream xz() throws IOException {
    // On more than one thread where the file has more than one block.
    String tool = Tool.installed("xz").orElse(null);
    return tool != null
        ? new FilterInput(
            tool, List.of(tool, "-d", "-c", "-T0", "--memlimit-decompress=512MiB"), compressed)
        : new ReadAhead(new XZInputStream(compressed, XZ_MEMORY), "unxz");
  }

  public Compression compression() {
    return compression;
  }

  /**
   * The SHA-256 of the compressed archive. Call it once, after the tar stream was read to its end;
   * it also reads the bytes after that.
   */
  public Digest sha256() throws IOException {
    compressed.drain();
    return Digest.sha256(sha256.digest());
  }

  /** How many bytes of padding follow the compressed stream. Call it at the end of the stream. */
  public long padding() {
    return gzip == null ? 0 : gzip.padding();
  }

  @Override
  public int readSome(byte[] into, int offset, int most) throws IOException {
    try {
      return tar.read(into, offset, most);
    } catch (ArchiveException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      boolean cut = e instanceof EOFException || e.getCause() instanceof EOFException;
      String why = cut ? "it is cut off" : e.getMessage();
      throw new ArchiveException("the archive cannot be decompressed: " + why, e);
    }
  }

  /** Ends the decompressor; the source stays open. */
  @Override
  public void close() throws IOException {
    tar.close();
  }
}
