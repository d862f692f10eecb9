package io.jenkins.plugins.sdkbootstrap.config;

/** Which repositories a stage sees. */
public enum RepoMode {
  /** All that sdk.yaml declares, bound from the agent. */
  ALL,
  /** None from the agent: the stage uses those inside its seed. */
  SEED,
  /** Those it lists, bound from the agent. */
  LISTED
}
