package io.jenkins.plugins.sdkbootstrap.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** An input stream that implements only the bulk read. */
public abstract class BulkInput extends InputStream {

  /** Reads at least one and at most so many bytes; -1 at the end. */
  public abstract int readSome(byte[] into, int offset, int most) throws IOException;

  @Override
  public final int read(byte[] into, int offset, int most) throws IOException {
    Objects.checkFromIndexSize(offset, most, into.length);
    return most == 0 ? 0 : readSome(into, offset, most);
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return readSome(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }
}
