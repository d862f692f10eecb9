package io.jenkins.plugins.sdkbootstrap.history;

import java.time.Duration;
import java.util.Collection;

/**
 * One bootstrap in a few numbers.
 *
 * @param stages how many it has
 * @param built of how many the script ran
 * @param reused how many were taken from an earlier run
 * @param time what those that ran took, added up
 * @param sdkSize of the last stage's tarball in bytes; -1 while it is not there
 * @param drift how many lines are reported of reused stages that differ today
 */
public record BootstrapSummary(
    int stages, int built, int reused, Duration time, long sdkSize, int drift) {

  /** Sums up the finished stages of a bootstrap of so many. */
  public static BootstrapSummary of(int stages, Collection<FinishedStage> there) {
    int built = 0;
    int drift = 0;
    long sdkSize = -1;
    Duration time = Duration.ZERO;
    for (FinishedStage stage : there) {
      if (stage.built()) {
        built++;
        time = time.plus(stage.time());
      }
      if (stage.number() == stages) {
        sdkSize = stage.size();
      }
      drift += stage.drift();
    }
    return new BootstrapSummary(stages, built, there.size() - built, time, sdkSize, drift);
  }

  /** Whether the SDK itself is there. */
  public boolean isComplete() {
    return sdkSize >= 0;
  }
}
