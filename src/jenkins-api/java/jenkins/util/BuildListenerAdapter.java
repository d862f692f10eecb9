package jenkins.util;

public final class BuildListenerAdapter implements hudson.model.BuildListener {
  @Override
  public native java.io.PrintStream getLogger();

  public static native hudson.model.BuildListener wrap(hudson.model.TaskListener l);
}
