package io.jenkins.plugins.sdkbootstrap.build;

import hudson.model.Cause;

/** Says of a build that it bootstraps again what another one did. */
public final class ReplayCause extends Cause {

  private final int fromBuild;
  private final int fromStage;

  ReplayCause(int fromBuild, int fromStage) {
    this.fromBuild = fromBuild;
    this.fromStage = fromStage;
  }

  /** The number of the build whose stages are taken. */
  public int getFromBuild() {
    return fromBuild;
  }

  /** The first stage that runs. */
  public int getFromStage() {
    return fromStage;
  }

  @Override
  public String getShortDescription() {
    return "Bootstraps again from stage " + fromStage + " of build #" + fromBuild;
  }
}
