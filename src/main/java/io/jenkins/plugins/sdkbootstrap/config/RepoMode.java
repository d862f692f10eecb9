package io.jenkins.plugins.sdkbootstrap.config;

/** Which repositories a stage sees. */
public enum RepoMode {
  /** All repositories of sdk.yaml, bound from the agent. */
  ALL,
  /** None from the agent: the stage uses those inside its seed. */
  SEED,
  /** The listed repositories, bound from the agent. */
  LISTED
}
