package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.provenance.RecordWriter;
import io.jenkins.plugins.sdkbootstrap.provenance.SourceDate;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.Serializable;
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
 * @param record a reused stage's; null for others
 * @param sourceDate the time that stands for now in what it makes, or made
 */
public record PlannedStage(
    int number,
    String name,
    Action action,
    String reason,
    List<String> drift,
    StageRecord record,
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
    if ((action == Action.REUSE) != (record != null)) {
      throw new IllegalArgumentException("a record is there for a reused stage, and for no other");
    }
  }

  /** Whether its script runs. */
  public boolean runs() {
    return action == Action.RUN;
  }

  /** One line: {@code stage 2 (toolchain): reuse, ...}. */
  @Override
  public String toString() {
    return "stage " + number + " (" + name + "): " + RecordWriter.word(action) + ", " + reason;
  }
}
