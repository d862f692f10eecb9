package org.jenkinsci.plugins.workflow.log;

import hudson.console.ConsoleLogFilter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;

public abstract class TaskListenerDecorator implements Serializable {
  public abstract OutputStream decorate(OutputStream logger)
      throws IOException, InterruptedException;

  public static native TaskListenerDecorator merge(
      TaskListenerDecorator original, TaskListenerDecorator subsequent);

  public static native TaskListenerDecorator fromConsoleLogFilter(ConsoleLogFilter filter);
}
