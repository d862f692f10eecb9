package io.jenkins.plugins.sdkbootstrap.history;

import java.time.Duration;
import java.util.Collection;

/**
 * One bootstrap in a few numbers.
 *
 * @param stages how many it has
 * @param built how many stages ran
 * @param reused how many stages were reused
 * @param time how long the stages that ran took together
 * @param sdkSize the size of the last stage's tarball in bytes; -1 if it does not exist yet
 * @param drift how many lines report differences of reused stages
 */
public record BootstrapSummary(
    int stages, int built, int reused, Duration time, long sdkSize, int drift) {

  /** Sums up the finished stages of a bootstrap with this number of stages. */
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

  /** Whether the SDK itself exists. */
  public boolean isComplete() {
    return sdkSize >= 0;
  }
}
