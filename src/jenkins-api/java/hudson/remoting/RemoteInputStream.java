package hudson.remoting;

import java.io.InputStream;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

public class RemoteInputStream extends InputStream implements SerializableOnlyOverRemoting {
  public RemoteInputStream(InputStream core, Flag f) {}

  @Override
  public native int read();

  public enum Flag {
    GREEDY,
    NOT_GREEDY,
    MANUAL_UNEXPORT
  }
}
