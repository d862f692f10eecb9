package io.jenkins.plugins.sdkbootstrap.compress;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.MachineException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Writes an archive's bytes and computes its digests on the way. */
public final class ArchiveOutput extends OutputStream {

  private final WritableByteChannel file;
  private final Path name;
  private final OutputStream copy;
  private final MessageDigest sha256 = Digest.newSha256();
  private final MessageDigest sha512 = Digest.newSha512();
  private final byte[] piece = new byte[64 * 1024];
  private long size;

  /**
   * Writes to there.
   *
   * @param file not closed with this
   * @param name the name for errors
   */
  public ArchiveOutput(WritableByteChannel file, Path name) {
    this(file, name, OutputStream.nullOutputStream());
  }

  /**
   * Writes to two places.
   *
   * @param file not closed with this
   * @param name the file's name for errors
   * @param copy gets the same bytes; not closed with this
   */
  public ArchiveOutput(WritableByteChannel file, Path name, OutputStream copy) {
    this.file = file;
    this.name = name;
    this.copy = copy;
  }

  /** Writes the rest of the buffer. */
  void write(ByteBuffer buffer) throws IOException {
    int start = buffer.position();
    while (buffer.hasRemaining()) {
      int n = Math.min(piece.length, buffer.remaining());
      buffer.get(piece, 0, n);
      pass(piece, 0, n);
    }
    buffer.position(start);
    put(buffer);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    pass(bytes, offset, length);
    put(ByteBuffer.wrap(bytes, offset, length));
  }

  private void put(ByteBuffer buffer) throws IOException {
    try {
      while (buffer.hasRemaining()) {
        size += file.write(buffer);
      }
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw new MachineException("cannot write " + name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  private void pass(byte[] bytes, int offset, int length) throws IOException {
    sha256.update(bytes, offset, length);
    sha512.update(bytes, offset, length);
    copy.write(bytes, offset, length);
  }

  public long size() {
    return size;
  }

  /** The digest of all bytes. Call it once, at the end. */
  public Digest sha256() {
    return Digest.sha256(sha256.digest());
  }

  /** The second digest of all bytes. Call it once, at the end. */
  public Digest sha512() {
    return Digest.sha512(sha512.digest());
  }
}
