package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Has the indexes of the stages that a build has made prepared for the pages when it ends. */
@Extension
@SuppressWarnings("rawtypes")
@Restricted(NoExternalUse.class)
public final class IndexListener extends RunListener<Run> {

  @Override
  public void onFinalized(Run r) {
    Run<?, ?> build = r;
    StageArchives archives = StageArchives.get();
    SdkBuildAction.find(build).stream()
        .flatMap(made -> made.getStages().stream())
        .filter(stage -> stage.getState() == StageEntry.State.BUILT)
        .forEach(stage -> archives.prepare(StageFiles.of(build, stage), stage.getEntries()));
  }
}
