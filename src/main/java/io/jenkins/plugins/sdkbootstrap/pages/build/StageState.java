package io.jenkins.plugins.sdkbootstrap.pages.build;

import java.util.Locale;

/** How far a stage of a build is. */
public enum StageState {
  /** Its script ran in this build, and its tarball is complete. */
  BUILT("built"),
  /** Its tarball is that of an earlier build. */
  REUSED("reused"),
  /** The build is at it. */
  RUNNING("running"),
  /** The build goes on and has not come to it. */
  TO_COME("to come"),
  /** The build has ended and this is where it stopped. */
  NOT_FINISHED("not finished"),
  /** The build has ended before it. */
  NOT_REACHED("not reached"),
  /** The build began with a later one. */
  SKIPPED("skipped");

  private final String label;

  StageState(String label) {
    this.label = label;
  }

  /** For people. */
  public String getLabel() {
    return label;
  }

  /** For style sheets, a word of lower-case letters and hyphens. */
  public String getWord() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether there is a tarball. */
  public boolean isThere() {
    return this == BUILT || this == REUSED;
  }
}
