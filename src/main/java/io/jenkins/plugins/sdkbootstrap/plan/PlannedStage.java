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
 * What is to be done about one stage.
 *
 * @param number counted from 1
 * @param name as sdk.yaml calls it
 * @param action what is done
 * @param reason why, a line
 * @param drift what differs today from what a reused stage was made from, a line each
 * @param reused the stage that is taken; null for one that is not reused
 * @param key of everything that it is, or was, made from; null where that is not known yet
 * @param sourceDate the time that stands for now in what it makes, or made
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

  /** What can be done about a stage. */
  public enum Action {
    /** Its script runs. */
    RUN,
    /** Its stored tarball is taken. */
    REUSE,
    /** Nothing: no stage that runs needs it. */
    SKIP
  }

  /** Copies what could change. */
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

  /** A stage that is not run, as the result is there. */
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
   * The same stage once the one before it has run, so that its seed is known.
   *
   * @param inputs what it is made from
   * @param seed what it starts from
   * @param bootstrap of which it is a stage
   * @param last whether it is the last one
   * @param stored where one that was made from the same may be
   * @return a stage to be reused, where there is one and no stage was asked for by its number
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
