package jenkins.util;

import hudson.model.BuildListener;
import hudson.model.TaskListener;
import java.io.PrintStream;

/** As the real one. */
public final class BuildListenerAdapter implements BuildListener {
  private final TaskListener listener;

  private BuildListenerAdapter(TaskListener listener) {
    this.listener = listener;
  }

  public static BuildListener wrap(TaskListener l) {
    return new BuildListenerAdapter(l);
  }

  @Override
  public PrintStream getLogger() {
    return listener.getLogger();
  }
}
