package io.jenkins.plugins.sdkbootstrap.build;

import hudson.model.Cause;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Says of a build that it bootstraps again what another one did. */
@Restricted(NoExternalUse.class)
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
    return Messages.ReplayCause_ShortDescription(fromStage, fromBuild);
  }
}
