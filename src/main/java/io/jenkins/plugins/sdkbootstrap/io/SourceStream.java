package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a source from a position on. Closing it does not close the source. */
public final class SourceStream extends BulkInput {

  private final ByteSource source;
  private long position;

  public SourceStream(ByteSource source, long position) {
    this.source = source;
    this.position = position;
  }

  @Override
  public int readSome(byte[] into, int offset, int most) throws IOException {
    int n = source.read(position, ByteBuffer.wrap(into, offset, most));
    position += n;
    return n > 0 ? n : -1;
  }
}
