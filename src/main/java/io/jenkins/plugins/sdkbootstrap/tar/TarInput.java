package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A window on a tar stream. Passes on only what was approved.
 *
 * <p>Bytes come in from the stream, are looked at in place, and go out, in pieces as large as they
 * came in. The headers of an entry are held back until {@link #pass()} approves them, {@link
 * #drop()} leaves them out or {@link #replace} puts others in their place, so that a reader of the
 * output never sees an entry that was not checked.
 */
final class TarInput {

  /**
   * How much one read asks for: what a pipe holds. Asking for more costs, because the JDK allocates
   * a native buffer of the size asked for.
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
   * @param out gets what is approved; null when nobody wants it
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

  /** Where in the output the held bytes will begin: the offset in the stream passed on. */
  long outputOffset() {
    return written + (held - passed);
  }

  /** Makes sure that so many bytes are available; false where the stream ends before. */
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

  /** Approves of what comes now without passing it on, or passes on again. */
  void mute(boolean on) throws IOException {
    flush();
    muted = on;
  }

  /** Approves everything up to the position. */
  void pass() {
    held = position;
  }

  /** Leaves out what is held. */
  void drop() throws IOException {
    flush();
    held = position;
    passed = position;
  }

  /** Passes these bytes on in place of what is held. */
  void replace(byte[] bytes) throws IOException {
    drop();
    if (out != null && !muted) {
      out.write(bytes, 0, bytes.length);
    }
    written += bytes.length;
  }

  /** Writes out what was approved and not yet written. */
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
