package io.jenkins.plugins.sdkbootstrap.pages.build;

import java.util.Locale;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** How far a stage of a build is. */
@Restricted(NoExternalUse.class)
public enum StageState {
  /** Its script ran in this build, and its tarball is complete. */
  BUILT(Messages._StageState_Built()),
  /** Its tarball is that of an earlier build. */
  REUSED(Messages._StageState_Reused()),
  /** The build is at it. */
  RUNNING(Messages._StageState_Running()),
  /** The build runs and has not come to it. */
  TO_COME(Messages._StageState_ToCome()),
  /** It failed, and no later attempt of the build has made it. */
  FAILED(Messages._StageState_Failed()),
  /** The build has ended in it, as when it is aborted. */
  NOT_FINISHED(Messages._StageState_NotFinished()),
  /** The build has ended before it. */
  NOT_REACHED(Messages._StageState_NotReached()),
  /** The build began with a later one. */
  SKIPPED(Messages._StageState_Skipped());

  private final Localizable label;

  StageState(Localizable label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label.toString();
  }

  /** For programs and style sheets: lower-case letters and hyphens. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether there is a tarball. */
  public boolean isThere() {
    return this == BUILT || this == REUSED;
  }
}
