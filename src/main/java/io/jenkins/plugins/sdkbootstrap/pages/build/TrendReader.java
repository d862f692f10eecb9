package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.history.SdkTrend;
import java.util.List;

/**
 * Reads the trends of a job from its newest builds, one after the other: Jenkins loads a build when
 * it is asked for, and a job may have tens of thousands.
 */
final class TrendReader {

  private TrendReader() {}

  /**
   * The trends.
   *
   * @param most how many builds are looked at
   */
  static List<SdkTrend> read(Job<?, ?> job, int most) {
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
}
