package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageIds;
import io.jenkins.plugins.sdkbootstrap.pages.inside.StageAddress;
import io.jenkins.plugins.sdkbootstrap.pages.inside.StagePage;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The page of a build that shows the stages of its bootstraps, and the pages below it. It shows
 * what the build keeps, to every user who may see the build.
 */
@ExportedBean
@Restricted(NoExternalUse.class)
public final class SdkStagesAction implements Action {

  private final Run<?, ?> run;
  private final SdkBuildAction stages;

  SdkStagesAction(Run<?, ?> run, SdkBuildAction stages) {
    this.run = run;
    this.stages = stages;
  }

  /** The build. */
  public Run<?, ?> getRun() {
    return run;
  }

  @Override
  public String getIconFileName() {
    return "symbol-build-steps";
  }

  @Override
  public String getDisplayName() {
    return Messages.SdkStagesAction_DisplayName();
  }

  @Override
  public String getUrlName() {
    return StageIds.PAGE;
  }

  /** Each bootstrap of the build. */
  @Exported
  public List<SdkBootstrap> getBootstraps() {
    return BuildBootstraps.of(run, stages);
  }

  /** The pages about what is inside a stage's tarball; null where there is no such stage. */
  public StagePage getStage(String id) {
    return StageIds.find(stages.getStages(), id)
        .map(stage -> new StagePage(new StageAddress(run, stage)))
        .orElse(null);
  }

  /** The pages about the collected logs of a stage; null where there are none. */
  public StagePage getLogs(String id) {
    return StageIds.find(stages.getLogs(), id)
        .map(logs -> new StagePage(new StageAddress(run, logs)))
        .orElse(null);
  }

  /** The log of a stage's script; null where there is no such stage, not even a planned one. */
  public StageLog getLog(String id) {
    return StageLog.find(run, stages, id).orElse(null);
  }

  /** The remote API. */
  public Api getApi() {
    return new Api(this);
  }

  /** Adds the page to builds that have begun to bootstrap. */
  @Extension
  @Restricted(NoExternalUse.class)
  @SuppressWarnings("rawtypes")
  public static final class Factory extends TransientActionFactory<Run> {

    @Override
    public Class<Run> type() {
      return Run.class;
    }

    @Override
    public Class<? extends Action> actionType() {
      return SdkStagesAction.class;
    }

    @Override
    public Collection<? extends Action> createFor(Run target) {
      Run<?, ?> run = target;
      SdkBuildAction stages = run.getAction(SdkBuildAction.class);
      return stages == null || stages.getStages().isEmpty() && stages.getPlans().isEmpty()
          ? List.of()
          : List.of(new SdkStagesAction(run, stages));
    }
  }
}
