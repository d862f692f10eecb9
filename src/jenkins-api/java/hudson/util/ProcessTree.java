package hudson.util;

import hudson.EnvVars;
import java.util.Iterator;
import java.util.Map;

public abstract class ProcessTree implements Iterable<ProcessTree.OSProcess> {
  private ProcessTree() {}

  public static native ProcessTree get();

  public abstract void killAll(Map<String, String> modelEnvVars) throws InterruptedException;

  @Override
  public final native Iterator<OSProcess> iterator();

  public abstract class OSProcess {
    private OSProcess() {}

    public abstract EnvVars getEnvironmentVariables();
  }
}
