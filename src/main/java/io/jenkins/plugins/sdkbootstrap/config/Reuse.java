package io.jenkins.plugins.sdkbootstrap.config;

/** Which finished stage a run may reuse. */
public enum Reuse {
  /** Only a stage of the same version: a resume. */
  VERSION,
  /**
   * A stage of any SDK and version with the same inputs. Its script does not see the SDK's name and
   * version, so its result does not depend on them.
   */
  INPUTS
}
