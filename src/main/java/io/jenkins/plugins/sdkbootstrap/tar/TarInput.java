package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A window on a tar stream, which passes on only approved bytes.
 *
 * <p>Bytes are read from the stream, checked in place, and written in pieces of the same size. The
 * headers of an entry are held back until {@link #pass()} approves them, {@link #drop()} skips them
 * or {@link #replace} replaces them. A reader of the output therefore never sees an entry that was
 * not checked.
 */
final class TarInput {

  /**
   * The size of one read: what a pipe holds. More is slower, because the JDK allocates a native
   * buffer of this size.
   */
  private static final int READ = 64 * 1024;

  private final InputStream in;
  private final OutputStream out;
  private final int maxHeld;
  private byte[] buffer = new byte[2 * READ];
  private long base;
  private int passed;
  private int held;
  private int position;
  private int limit;
  private long written;
  private boolean muted;

  /**
   * Reads from one stream and passes on to another.
   *
   * @param out receives the approved bytes; null if nobody needs them
   * @param maxHeld how many bytes of headers may be held at most
   * @param base where in the tar stream the first byte is
   */
  TarInput(InputStream in, OutputStream out, int maxHeld, long base) {
    this.in = in;
    this.out = out;
    this.maxHeld = maxHeld;
    this.base = base;
    this.written = base;
  }

  /** The bytes; those from {@link #position()} on are available. Changes when more are read. */
  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  /** Where in the tar stream the next byte is. */
  long offset() {
    return base + position;
  }

  /** The offset in the output at which the held bytes will begin. */
  long outputOffset() {
    return written + (held - passed);
  }

  /** Makes sure that this many bytes are available; false if the stream ends before. */
  boolean require(int n) throws IOException {
    while (limit - position < n) {
      if (!fill(n)) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes are available at once, up to this many; 0 at the end of the stream. */
  int piece(long most) throws IOException {
    if (position == limit && !fill(1)) {
      return 0;
    }
    return (int) Math.min(most, limit - position);
  }

  void advance(int n) {
    position += n;
  }

  int heldLength() {
    return position - held;
  }

  int heldStart() {
    return held;
  }

  /** Stops or resumes passing on the approved bytes. */
  void mute(boolean on) throws IOException {
    flush();
    muted = on;
  }

  /** Approves everything up to the position. */
  void pass() {
    held = position;
  }

  /** Drops the held bytes. */
  void drop() throws IOException {
    flush();
    held = position;
    passed = position;
  }

  /** Passes these bytes on instead of the held ones. */
  void replace(byte[] bytes) throws IOException {
    drop();
    if (out != null && !muted) {
      out.write(bytes, 0, bytes.length);
    }
    written += bytes.length;
  }

  /** Writes the approved bytes that were not written yet. */
  void flush() throws IOException {
    if (held > passed) {
      if (out != null && !muted) {
        out.write(buffer, passed, held - passed);
      }
      written += held - passed;
      passed = held;
    }
  }

  private boolean fill(int wanted) throws IOException {
    flush();
    if (held == limit || limit + READ > buffer.length) {
      System.arraycopy(buffer, held, buffer, 0, limit - held);
      base += held;
      position -= held;
      limit -= held;
      held = 0;
      passed = 0;
    }
    if (limit + READ > buffer.length || position + wanted > buffer.length) {
      if (position + (long) wanted > maxHeld) {
        throw new ArchiveException(
            ("the headers of the entry at byte %s of the tar stream have more than %s "
                    + "bytes, more than any real entry needs")
                .formatted(base, maxHeld));
      }
      int larger = Math.max(2 * buffer.length, position + wanted + READ);
      buffer = Arrays.copyOf(buffer, larger);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while reading a tar stream");
    }
    int n = in.read(buffer, limit, Math.min(READ, buffer.length - limit));
    if (n < 0) {
      return false;
    }
    limit += n;
    return true;
  }
}
