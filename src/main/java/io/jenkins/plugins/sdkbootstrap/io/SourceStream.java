package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The bytes of a source from a position on; the source stays open. */
public final class SourceStream extends InputStream {

  private final ByteSource source;
  private long position;

  public SourceStream(ByteSource source, long position) {
    this.source = source;
    this.position = position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int most) throws IOException {
    Objects.checkFromIndexSize(offset, most, into.length);
    if (most == 0) {
      return 0;
    }
    int n = source.read(position, ByteBuffer.wrap(into, offset, most));
    position += n;
    return n > 0 ? n : -1;
  }
}
