package io.jenkins.plugins.sdkbootstrap.compress;

import java.io.IOException;
import java.io.OutputStream;

/** Compresses by a stream of Java, or not at all. */
final class StreamCompressor extends TarCompressor {

  private final OutputStream stream;

  StreamCompressor(OutputStream stream) {
    this.stream = stream;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    stream.write(bytes, offset, length);
  }

  @Override
  public void finish() throws IOException {
    stream.close();
  }

  @Override
  public void close() {}
}
