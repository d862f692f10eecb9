package io.jenkins.plugins.sdkbootstrap.compress;

import io.jenkins.plugins.sdkbootstrap.io.BulkInput;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The members of a gzip file, one after the other. The library keeps the file name and comment of a
 * member's header in memory, whatever their length; this class limits the header.
 */
final class GzipInput extends BulkInput {

  private static final int BUFFER = 64 * 1024;

  /** The longest header in bytes; file names have up to 4096. */
  private static final int LONGEST_HEADER = 64 * 1024;

  private final Bounded in;
  private InputStream member;
  private long padding;

  GzipInput(InputStream compressed) throws IOException {
    in = new Bounded(new BufferedInputStream(compressed, BUFFER));
    member = next();
  }

  private InputStream next() throws IOException {
    in.bound(LONGEST_HEADER);
    // Reads the header. Leaves all bytes after the member.
    InputStream next = new GzipCompressorInputStream(in, false);
    in.bound(Long.MAX_VALUE);
    return next;
  }

  @Override
  public int readSome(byte[] bytes, int offset, int length) throws IOException {
    int n = member.read(bytes, offset, length);
    while (n < 0) {
      in.mark(1);
      int next = in.read();
      if (next == 0 && padding == 0) {
        skipPadding();
      }
      if (next <= 0) {
        return -1;
      }
      in.reset();
      member = next();
      n = member.read(bytes, offset, length);
    }
    return n;
  }

  /** Tapes and block devices add zeros after the last member; gzip ignores them, too. */
  private void skipPadding() throws IOException {
    byte[] piece = new byte[BUFFER];
    padding = 1;
    for (int n; (n = in.read(piece, 0, piece.length)) > 0; padding += n) {
      for (int i = 0; i < n; i++) {
        if (piece[i] != 0) {
          throw new IOException(
              "behind the last gzip member there are zeros and then something else");
        }
      }
    }
  }

  /** How many zeros followed the last member. */
  long padding() {
    return padding;
  }

  @Override
  public void close() throws IOException {
    member.close();
    in.close();
  }

  /** Returns at most this many bytes until the limit is set again. */
  private static final class Bounded extends FilterInputStream {

    private long left;

    Bounded(InputStream in) {
      super(in);
    }

    void bound(long bytes) {
      left = bytes;
    }

    private void requireMore() throws IOException {
      if (left <= 0) {
        throw new IOException("a gzip header is longer than " + LONGEST_HEADER + " bytes");
      }
    }

    @Override
    public int read() throws IOException {
      requireMore();
      left--;
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      requireMore();
      int n = in.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(n, 0);
      return n;
    }
  }
}
