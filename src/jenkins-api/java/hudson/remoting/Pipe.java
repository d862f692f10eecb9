package hudson.remoting;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

public final class Pipe implements SerializableOnlyOverRemoting {
  private Pipe() {}

  public static native Pipe createLocalToRemote();

  public native InputStream getIn();

  public native OutputStream getOut();

  public native void error(Throwable t) throws IOException;
}
