package hudson.remoting;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** A pipe that {@link Sent} refers to. */
public final class Pipe implements SerializableOnlyOverRemoting {

  private final PipedOutputStream out = new PipedOutputStream();
  private final PipedInputStream in;
  private volatile Throwable error;

  private Pipe() throws IOException {
    in = new PipedInputStream(out, 1 << 20);
  }

  public static Pipe createLocalToRemote() {
    try {
      return new Pipe();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public InputStream getIn() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int most) throws IOException {
        int n = in.read(into, offset, most);
        if (n < 0 && error != null) {
          throw new IOException(error.getMessage(), error);
        }
        return n;
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  public OutputStream getOut() {
    return out;
  }

  public void error(Throwable t) throws IOException {
    error = t;
    out.close();
  }
}
