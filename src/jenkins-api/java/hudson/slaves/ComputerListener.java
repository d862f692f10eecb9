package hudson.slaves;

import hudson.ExtensionPoint;
import hudson.model.Computer;
import hudson.model.TaskListener;
import java.io.IOException;

public abstract class ComputerListener implements ExtensionPoint {
  public native void onOnline(Computer c, TaskListener listener)
      throws IOException, InterruptedException;
}
