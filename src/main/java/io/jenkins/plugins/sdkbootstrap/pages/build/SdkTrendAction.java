package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.history.SdkTrend;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.TransientActionFactory;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The page of a job that shows how long stages take and how large they are, over builds. */
@ExportedBean
@Restricted(NoExternalUse.class)
public final class SdkTrendAction implements Action {

  /** As many as Jenkins takes for its trend of build times. */
  private static final int MOST_BUILDS = 100;

  /** On the job's page, which is opened often. */
  private static final int FEW_BUILDS = 30;

  private static final int MOST_SMALL = 2;

  private final Job<?, ?> job;

  SdkTrendAction(Job<?, ?> job) {
    this.job = job;
  }

  /** The job. */
  public Job<?, ?> getJob() {
    return job;
  }

  @Override
  public String getIconFileName() {
    return "symbol-analytics";
  }

  @Override
  public String getDisplayName() {
    return Messages.SdkTrendAction_DisplayName();
  }

  @Override
  public String getUrlName() {
    return "sdk-trend";
  }

  /** How many builds are looked at. */
  public int getMostBuilds() {
    return MOST_BUILDS;
  }

  /** One for each SDK and architecture, the one that was built last first. */
  @Exported
  public List<TrendView> getTrends() {
    return read(MOST_BUILDS).stream().map(TrendView::of).toList();
  }

  /** The trends for the job's page: of fewer builds, and only where two can be compared. */
  public List<TrendView> getSmallTrends() {
    return read(FEW_BUILDS).stream()
        .filter(trend -> trend.builds().size() > 1)
        .limit(MOST_SMALL)
        .map(TrendView::of)
        .toList();
  }

  /** Reads the newest builds only: Jenkins loads each, and a job may have tens of thousands. */
  private List<SdkTrend> read(int most) {
    SdkTrend.Collector collector = new SdkTrend.Collector();
    Run<?, ?> build = job.getLastBuild();
    for (int n = 0; build != null && n < most; n++) {
      SdkBuildAction action = build.getAction(SdkBuildAction.class);
      if (action != null) {
        for (StageEntry stage : action.getStages()) {
          collector.add(build.getNumber(), stage.getSdk(), stage.getArch(), stage.finished());
        }
      }
      build = build.getPreviousBuild();
    }
    return collector.trends();
  }

  /** The remote API. */
  public Api getApi() {
    return new Api(this);
  }

  /** Adds the page to jobs of which one of the last builds has begun to bootstrap. */
  @Extension
  @Restricted(NoExternalUse.class)
  @SuppressWarnings("rawtypes")
  public static final class Factory extends TransientActionFactory<Job> {

    @Override
    public Class<Job> type() {
      return Job.class;
    }

    @Override
    public Class<? extends Action> actionType() {
      return SdkTrendAction.class;
    }

    /** Looks at very few builds, because Jenkins asks for every job. */
    @Override
    public Collection<? extends Action> createFor(Job target) {
      Job<?, ?> job = target;
      return Stream.of(
                  job.getLastBuild(), job.getLastCompletedBuild(), job.getLastSuccessfulBuild())
              .anyMatch(build -> build != null && build.getAction(SdkBuildAction.class) != null)
          ? List.of(new SdkTrendAction(job))
          : List.of();
    }
  }
}
