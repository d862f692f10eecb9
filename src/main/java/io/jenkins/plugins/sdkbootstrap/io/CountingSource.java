package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that are read from a source. */
public final class CountingSource implements ByteSource {

  private final ByteSource source;
  private final AtomicLong read = new AtomicLong();

  public CountingSource(ByteSource source) {
    this.source = source;
  }

  /** How many bytes were read so far. */
  public long bytesRead() {
    return read.get();
  }

  @Override
  public long size() throws IOException {
    return source.size();
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    int n = source.read(position, into);
    read.addAndGet(n);
    return n;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
