package io.jenkins.plugins.sdkbootstrap.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes lines of ASCII, a buffer at a time. Makes no garbage: a JVM with much memory collects it
 * late, and an archive of a million entries would fill that memory with their lines.
 */
public final class AsciiLines implements Closeable {

  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 16];
  private int length;

  /** Writes to this stream, and closes it with this. */
  public AsciiLines(OutputStream out) {
    this.out = out;
  }

  /** Writes a line of these characters, all of them ASCII, and its end. */
  public void write(CharSequence line) throws IOException {
    for (int i = 0; i < line.length(); i++) {
      put((byte) line.charAt(i));
    }
    put((byte) '\n');
  }

  private void put(byte b) throws IOException {
    if (length == buffer.length) {
      flush();
    }
    buffer[length++] = b;
  }

  private void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }
}
