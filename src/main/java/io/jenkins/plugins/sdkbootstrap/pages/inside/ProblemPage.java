package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.ModelObject;
import hudson.model.Run;

/** Says in one line why there is nothing else to be seen. */
public final class ProblemPage implements ModelObject {

  private final Run<?, ?> run;
  private final String line;
  private final boolean waiting;

  ProblemPage(Run<?, ?> run, String line, boolean waiting) {
    this.run = run;
    this.line = line;
    this.waiting = waiting;
  }

  /** The build that was looked at. */
  public Run<?, ?> getRun() {
    return run;
  }

  /** Why. */
  public String getLine() {
    return line;
  }

  /** Whether it is a matter of time. */
  public boolean isWaiting() {
    return waiting;
  }

  @Override
  public String getDisplayName() {
    return waiting ? "One moment" : "Cannot be shown";
  }
}
