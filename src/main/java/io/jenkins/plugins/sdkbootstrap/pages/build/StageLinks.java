package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Functions;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where a stage's files are, and what of them whoever asks may see. */
final class StageLinks {

  private static final Logger LOGGER = Logger.getLogger(StageLinks.class.getName());

  private final StageEntry stage;
  private final Run<?, ?> holder;

  private StageLinks(StageEntry stage, Run<?, ?> holder) {
    this.stage = stage;
    this.holder = holder;
  }

  /** The files of a stage of a build, which an earlier one may hold. */
  static StageLinks of(Run<?, ?> build, StageEntry stage) {
    return new StageLinks(
        stage,
        stage.getState() == StageEntry.State.BUILT
            ? build
            : build.getParent().getBuildByNumber(stage.getBuild()));
  }

  /** The build that holds them; null where it was deleted. */
  Run<?, ?> holder() {
    return holder;
  }

  /** Whether they may be read, by the rules that Jenkins has for artifacts. */
  boolean areReadable() {
    return holder != null
        && (!Functions.isArtifactsPermissionEnabled() || holder.hasPermission(Run.ARTIFACTS));
  }

  /** Whether the tarball is there; asks the artifact manager, which may be far away. */
  boolean isTarballThere() {
    try {
      return holder != null
          && holder.getArtifactManager().root().child(stage.getArtifact()).isFile();
    } catch (IOException e) {
      LOGGER.log(Level.FINE, "cannot look for " + stage.getArtifact() + " of " + holder, e);
      return false;
    }
  }

  /** The URL of one of them, from the root of Jenkins. */
  String url(String name) {
    return holder.getUrl() + "artifact/" + Util.rawEncode(name);
  }
}
