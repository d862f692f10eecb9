package io.jenkins.plugins.sdkbootstrap.config;

/** Which finished stage may stand for one that would run. */
public enum Reuse {
  /** One of the same version only: a resume. */
  VERSION,
  /**
   * One of any SDK and version that was made from the same. Its script is not told the SDK's name
   * and version, so that what it makes does not depend on them.
   */
  INPUTS
}
