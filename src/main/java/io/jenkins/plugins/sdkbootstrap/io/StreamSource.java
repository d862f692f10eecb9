package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A source that is only a stream: it reads up to the requested position, and starts again to go
 * back. For one thread at a time.
 */
public final class StreamSource implements ByteSource {

  public interface Opener {
    InputStream open() throws IOException;
  }

  private final Opener opener;
  private final long size;
  private InputStream stream;
  private long position;

  /** Reads the streams that this opens, each of this size. */
  public StreamSource(Opener opener, long size) {
    this.opener = opener;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long from, ByteBuffer into) throws IOException {
    int length = (int) Math.max(0, Math.min(into.remaining(), size - from));
    if (length == 0) {
      return 0;
    }
    if (stream == null || position > from) {
      close();
      stream = opener.open();
      position = 0;
    }
    stream.skipNBytes(from - position);
    position = from;
    byte[] bytes = stream.readNBytes(length);
    into.put(bytes);
    position += bytes.length;
    return bytes.length;
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }
}
