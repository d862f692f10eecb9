package io.jenkins.plugins.sdkbootstrap.history;

import io.jenkins.plugins.sdkbootstrap.config.StageParser;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.PackageSummary;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * The facts of a finished stage that overviews show.
 *
 * @param number counted from 1
 * @param name as sdk.yaml calls it
 * @param built whether its script ran in the run of this overview
 * @param startedOn when its seed began to be unpacked
 * @param finishedOn when its tarball was complete
 * @param size of its tarball in bytes
 * @param tarSize of the tar stream in it, in bytes
 * @param sha256 of its tarball
 * @param seed its seed; null if unknown
 * @param drift how many lines report differences of its inputs today
 * @param packages how many packages it has; null if unknown
 */
public record FinishedStage(
    int number,
    String name,
    boolean built,
    Instant startedOn,
    Instant finishedOn,
    long size,
    long tarSize,
    Digest sha256,
    Seed seed,
    int drift,
    PackageSummary packages) {

  /** Longer times in a record are not believed, so that sums do not overflow. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  public FinishedStage {
    if (number < 1 || number > StageParser.MOST) {
      throw new IllegalArgumentException("no stage number: " + number);
    }
    if (size < 0 || tarSize < 0) {
      throw new IllegalArgumentException("a size below 0");
    }
  }

  /** The facts in a provenance record. */
  public static FinishedStage of(StageRecord record, boolean built, int drift) {
    return new FinishedStage(
        record.id().number(),
        record.inputs().spec().name(),
        built,
        record.run().startedOn(),
        record.run().finishedOn(),
        record.tarball().size(),
        record.tarball().tarSize(),
        record.tarball().sha256(),
        record.seed(),
        drift,
        record.tarball().packages());
  }

  /**
   * The time from the seed to the tarball: never below 0, whatever the clocks say, and at most ten
   * years.
   */
  public Duration time() {
    Duration time = Duration.between(startedOn, finishedOn);
    if (time.isNegative()) {
      return Duration.ZERO;
    }
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }

  /** The ratio of the tar stream's size to the tarball's; empty for an empty tarball. */
  public OptionalDouble ratio() {
    return size == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) tarSize / size);
  }
}
