package io.jenkins.plugins.sdkbootstrap.compress;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.BulkInput;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;

/**
 * The compressed bytes of an archive, read once from start to end. Each byte goes into the digests
 * before it is used. For one thread at a time.
 */
final class CompressedInput extends BulkInput {

  private final ByteSource source;
  private final List<MessageDigest> digests;
  private final Progress progress;
  private final byte[] piece = new byte[64 * 1024];
  private long position;

  /** Reads this source from its start, and does not close it. */
  CompressedInput(ByteSource source, List<MessageDigest> digests, Progress progress) {
    this(source, 0, digests, progress);
  }

  /** Reads this source from this position on, and does not close it. */
  CompressedInput(
      ByteSource source, long position, List<MessageDigest> digests, Progress progress) {
    this.source = source;
    this.position = position;
    this.digests = digests;
    this.progress = progress;
  }

  /** Fills the buffer's remaining space and sets its position back to where it was. */
  void readFully(ByteBuffer into) throws IOException {
    int start = into.position();
    int length = into.remaining();
    if (source.read(position, into) != length) {
      throw new ArchiveException(
          "the archive ends before byte " + (position + length) + "; it became shorter meanwhile");
    }
    into.position(start);
    while (into.hasRemaining()) {
      int n = Math.min(piece.length, into.remaining());
      into.get(piece, 0, n);
      passed(piece, 0, n);
    }
    into.position(start);
  }

  @Override
  public int readSome(byte[] into, int offset, int most) throws IOException {
    int n = source.read(position, ByteBuffer.wrap(into, offset, Math.min(most, piece.length)));
    if (n <= 0) {
      return -1;
    }
    passed(into, offset, n);
    return n;
  }

  /** Reads the rest, for the digests. */
  void drain() throws IOException {
    byte[] rest = new byte[piece.length];
    while (read(rest, 0, rest.length) > 0) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while reading an archive");
      }
    }
  }

  private void passed(byte[] bytes, int offset, int length) {
    for (MessageDigest digest : digests) {
      digest.update(bytes, offset, length);
    }
    position += length;
    progress.advanced(length);
  }
}
