package io.jenkins.plugins.sdkbootstrap.browse;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.pipeline.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.pipeline.StageEntry;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** The page of a build's stages. */
public final class SdkStagesAction implements Action {

  private final Run<?, ?> run;
  private final SdkBuildAction stages;

  SdkStagesAction(Run<?, ?> run, SdkBuildAction stages) {
    this.run = run;
    this.stages = stages;
  }

  @Override
  public String getIconFileName() {
    return "symbol-cube";
  }

  @Override
  public String getDisplayName() {
    return "SDK stages";
  }

  @Override
  public String getUrlName() {
    return "sdk-stages";
  }

  /** The page of a stage; null where the build has none of that id. */
  public StagePage getStage(String id) {
    for (StageEntry stage : stages.getStages()) {
      if (StagePage.idOf(stage).equals(id)) {
        return new StagePage(run, stage);
      }
    }
    return null;
  }

  /** Offers the page where a build has stages. */
  @Extension
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
      return stages == null || stages.getStages().isEmpty()
          ? List.of()
          : List.of(new SdkStagesAction(run, stages));
    }
  }
}
