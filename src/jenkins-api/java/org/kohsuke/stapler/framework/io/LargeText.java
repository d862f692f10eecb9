package org.kohsuke.stapler.framework.io;

import java.io.IOException;
import java.io.OutputStream;

public class LargeText {
  public native long length();

  public native long writeLogTo(long start, OutputStream out) throws IOException;
}
