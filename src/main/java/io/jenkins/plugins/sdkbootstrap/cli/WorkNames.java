package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.stage.StageId;

/** What roots are called in the work directory. */
final class WorkNames {

  /** Matches every root's name, and that of a root which was still being unpacked. */
  static final String GLOB = "{root-,.root-}*";

  private WorkNames() {}

  /** The root that a stage's seed is unpacked to. */
  static String root(StageId id) {
    return "root-" + id;
  }
}
