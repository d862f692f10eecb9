package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The page of a job that shows how long stages take and how large they are, over builds. */
@ExportedBean
public final class SdkTrendAction implements Action {

  /** As many as Jenkins itself takes for the trend of build times. */
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
    return "SDK trend";
  }

  @Override
  public String getUrlName() {
    return "sdk-trend";
  }

  /** How many builds are looked at. */
  public int getMostBuilds() {
    return MOST_BUILDS;
  }

  /** One for each SDK and architecture, that which was built last first. */
  @Exported
  public List<TrendView> getTrends() {
    return TrendReader.read(job, MOST_BUILDS).stream().map(TrendView::new).toList();
  }

  /** Those for the job's page: of fewer builds, and where there is something to compare. */
  public List<TrendView> getSmallTrends() {
    return TrendReader.read(job, FEW_BUILDS).stream()
        .filter(trend -> trend.builds().size() > 1)
        .limit(MOST_SMALL)
        .map(TrendView::new)
        .toList();
  }

  /** The remote API. */
  public Api getApi() {
    return new Api(this);
  }

  /** Has the page where one of a job's last builds has bootstrapped. */
  @Extension
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

    /** Is asked for every job of Jenkins, so it looks at very few builds. */
    @Override
    public Collection<? extends Action> createFor(Job target) {
      Job<?, ?> job = target;
      List<Run<?, ?>> last = new ArrayList<>();
      last.add(job.getLastBuild());
      last.add(job.getLastCompletedBuild());
      last.add(job.getLastSuccessfulBuild());
      return last.stream()
              .anyMatch(build -> build != null && build.getAction(SdkBuildAction.class) != null)
          ? List.of(new SdkTrendAction(job))
          : List.of();
    }
  }
}
