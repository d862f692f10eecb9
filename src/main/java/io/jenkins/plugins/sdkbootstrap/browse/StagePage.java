package io.jenkins.plugins.sdkbootstrap.browse;

import hudson.model.ModelObject;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.pipeline.StageEntry;

/** What is inside one stage's tarball: {@code sdk-stages/stage/ID/} of a build. */
public final class StagePage implements ModelObject {

  private final Run<?, ?> run;
  private final StageEntry stage;

  /**
   * The page of a stage.
   *
   * @param run the build whose page leads here; the one that holds the files may be another
   * @param stage what that build knows of the stage
   */
  public StagePage(Run<?, ?> run, StageEntry stage) {
    this.run = run;
    this.stage = stage;
  }

  /** The build. */
  public Run<?, ?> getRun() {
    return run;
  }

  /** The stage's id, {@code stageN-ARCH-VERSION}. */
  public String getId() {
    return idOf(stage);
  }

  /** A stage's id. */
  static String idOf(StageEntry stage) {
    return "stage" + stage.getNumber() + "-" + stage.getArch() + "-" + stage.getVersion();
  }

  @Override
  public String getDisplayName() {
    return "Stage " + stage.getNumber() + ": " + stage.getName();
  }
}
