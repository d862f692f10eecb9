package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.RecordWriter;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.SourceDate;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.io.Serializable;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * The plan of one stage.
 *
 * @param number counted from 1
 * @param name as sdk.yaml calls it
 * @param action what is done
 * @param reason why, a line
 * @param drift the inputs of a reused stage that differ today, one line each
 * @param reused the stored stage; null if it is not reused
 * @param key the key of all its inputs; null if it is not known yet
 * @param sourceDate its {@code SOURCE_DATE_EPOCH} and where that comes from
 */
public record PlannedStage(
    int number,
    String name,
    Action action,
    String reason,
    List<String> drift,
    StoredStage reused,
    Digest key,
    SourceDate sourceDate)
    implements Serializable {

  /** What a plan does with a stage. */
  public enum Action {
    /** Its script runs. */
    RUN,
    /** Its stored tarball is reused. */
    REUSE,
    /** Nothing: no stage that runs needs it. */
    SKIP
  }

  /** Makes a defensive copy. */
  public PlannedStage {
    Objects.requireNonNull(name);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(sourceDate);
    drift = List.copyOf(drift);
    if ((action == Action.REUSE) != (reused != null)) {
      throw new IllegalArgumentException(
          "a stored stage is there for a reused stage, and for no other");
    }
  }

  /** A stage that does not run, because its result is stored. */
  static PlannedStage reuse(
      int number, String name, StoredStage stage, List<String> drift, BootstrapId bootstrap) {
    StageRecord record = stage.record();
    BootstrapId maker = record.id().bootstrap();
    return new PlannedStage(
        number,
        name,
        Action.REUSE,
        "made "
            + record.run().finishedOn().truncatedTo(ChronoUnit.SECONDS)
            + ", "
            + record.tarball().sha256().brief()
            + (maker.equals(bootstrap) ? "" : ", of " + maker),
        drift,
        stage,
        record.key().orElse(null),
        record.inputs().sourceDate());
  }

  /**
   * The same stage after the stage before it has run: now its seed is known.
   *
   * @param inputs its inputs
   * @param seed its seed
   * @param bootstrap the bootstrap it belongs to
   * @param last whether it is the last one
   * @param stored searched for a stage with the same inputs
   * @return a stage to reuse, if there is one and no stage was requested by its number
   */
  public PlannedStage withSeed(
      StageInputs inputs, Seed seed, BootstrapId bootstrap, boolean last, StoredStages stored)
      throws IOException, InterruptedException {
    return Planner.madeFromTheSame(inputs, seed, bootstrap, last, stored)
        .map(stage -> reuse(number, name, stage, List.of(), bootstrap))
        .orElse(this);
  }

  /** The record of a reused stage; null for others. */
  public StageRecord record() {
    return reused == null ? null : reused.record();
  }

  /** Whether its script runs. */
  public boolean runs() {
    return action == Action.RUN;
  }

  /** One line: {@code stage 2 (toolchain): reuse, ...}. */
  @Override
  public String toString() {
    return "stage " + number + " (" + name + "): " + RecordWriter.id(action) + ", " + reason;
  }
}
