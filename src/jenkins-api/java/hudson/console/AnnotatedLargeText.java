package hudson.console;

import java.io.IOException;
import java.io.OutputStream;

public class AnnotatedLargeText<T> extends org.kohsuke.stapler.framework.io.LargeText {
  @Override
  public native long writeLogTo(long start, OutputStream out) throws IOException;
}
