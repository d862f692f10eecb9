package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Bytes that can be read as a stream from any position. */
public final class StreamPieces implements ByteSource {

  public interface Opener {
    InputStream open(long position) throws IOException;
  }

  private final Opener opener;
  private final long size;

  public StreamPieces(Opener opener, long size) {
    this.opener = opener;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    int length = (int) Math.max(0, Math.min(into.remaining(), size - position));
    if (length == 0) {
      return 0;
    }
    try (InputStream in = opener.open(position)) {
      byte[] bytes = in.readNBytes(length);
      into.put(bytes);
      return bytes.length;
    }
  }

  @Override
  public void close() {
    // Each read closes what it opened.
  }
}
