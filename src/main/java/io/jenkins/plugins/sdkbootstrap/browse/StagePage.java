package io.jenkins.plugins.sdkbootstrap.browse;

import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.pipeline.StageEntry;

/** What is inside a stage's tarball. */
public final class StagePage {

  private final Run<?, ?> run;
  private final StageEntry stage;

  StagePage(Run<?, ?> run, StageEntry stage) {
    this.run = run;
    this.stage = stage;
  }

  /** The build. */
  public Run<?, ?> getRun() {
    return run;
  }

  /** The stage. */
  public StageEntry getStage() {
    return stage;
  }
}
