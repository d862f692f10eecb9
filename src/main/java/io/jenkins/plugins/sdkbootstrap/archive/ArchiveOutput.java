package io.jenkins.plugins.sdkbootstrap.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;

/** Writes an archive's bytes and computes its digests as they pass. */
final class ArchiveOutput extends OutputStream {

  private final WritableByteChannel file;
  private final MessageDigest sha256 = Digest.newSha256();
  private final MessageDigest sha512 = Digest.newSha512();
  private final byte[] piece = new byte[64 * 1024];
  private long size;

  /** Writes to there; not closed with this. */
  ArchiveOutput(WritableByteChannel file) {
    this.file = file;
  }

  /** Writes what remains in the buffer. */
  void write(ByteBuffer buffer) throws IOException {
    int start = buffer.position();
    while (buffer.hasRemaining()) {
      int n = Math.min(piece.length, buffer.remaining());
      buffer.get(piece, 0, n);
      digest(piece, 0, n);
    }
    buffer.position(start);
    while (buffer.hasRemaining()) {
      size += file.write(buffer);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    digest(bytes, offset, length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      size += file.write(buffer);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  private void digest(byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
    sha512.update(bytes, offset, length);
  }

  /** How many bytes were written. */
  long size() {
    return size;
  }

  /** The digest of all bytes; to be asked once, at the end. */
  Digest sha256() {
    return Digest.sha256(sha256.digest());
  }

  /** The other digest of all bytes; to be asked once, at the end. */
  Digest sha512() {
    return Digest.sha512(sha512.digest());
  }
}
