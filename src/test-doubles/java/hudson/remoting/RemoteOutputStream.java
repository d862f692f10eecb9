package hudson.remoting;

import java.io.IOException;
import java.io.OutputStream;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** A stream that {@link Sent} refers to. */
public final class RemoteOutputStream extends OutputStream implements SerializableOnlyOverRemoting {

  private final OutputStream core;

  public RemoteOutputStream(OutputStream core) {
    this.core = core;
  }

  @Override
  public void write(int b) throws IOException {
    core.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    core.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    core.close();
  }
}
