package org.jenkinsci.plugins.durabletask;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import java.io.IOException;
import java.nio.charset.Charset;

public abstract class FileMonitoringTask extends DurableTask {
  @Override
  public final native Controller launch(
      EnvVars env, FilePath workspace, Launcher launcher, TaskListener listener)
      throws IOException, InterruptedException;

  @Override
  public final native void charset(Charset cs);

  @Override
  public final native void defaultCharset();
}
