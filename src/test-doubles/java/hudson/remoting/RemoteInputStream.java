package hudson.remoting;

import java.io.FilterInputStream;
import java.io.InputStream;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** A stream that {@link Sent} refers to. */
public class RemoteInputStream extends FilterInputStream implements SerializableOnlyOverRemoting {
  public RemoteInputStream(InputStream core, Flag f) {
    super(core);
  }

  /** As the real one. */
  public enum Flag {
    GREEDY,
    NOT_GREEDY
  }
}
