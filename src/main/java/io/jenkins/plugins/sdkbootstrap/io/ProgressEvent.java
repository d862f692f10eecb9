package io.jenkins.plugins.sdkbootstrap.io;

import java.time.Duration;
import java.time.Instant;

/**
 * A call of {@link Progress} as a value that can be sent and stored. Fields that do not apply to an
 * event are null.
 *
 * @param time when
 * @param kind what happened
 * @param stage the stage's number; null outside a stage
 * @param name the stage's name, at its begin
 * @param state the stage's result, at its end: built, reused, skipped or failed
 * @param action the action, as {@link Progress#started} names it
 * @param bytes how many bytes the action has read so far
 * @param totalBytes how many it will read, if known
 * @param elapsed the time since the action began or, at the end of a stage, since the stage began
 * @param last how long the last run of the stage took, at its begin
 * @param line a note for people
 */
public record ProgressEvent(
    Instant time,
    Kind kind,
    Integer stage,
    String name,
    String state,
    String action,
    Long bytes,
    Long totalBytes,
    Duration elapsed,
    Duration last,
    String line) {

  /** What happened. */
  public enum Kind {
    STAGE_STARTED,
    ACTION_STARTED,
    ACTION_PROGRESS,
    ACTION_FINISHED,
    STAGE_FINISHED,
    NOTE
  }

  /** The percentage of the action that is done, at most 100; null if unknown. */
  public Integer percent() {
    return bytes == null || totalBytes == null || totalBytes <= 0
        ? null
        : (int) Math.min(100, bytes * 100 / totalBytes);
  }
}
