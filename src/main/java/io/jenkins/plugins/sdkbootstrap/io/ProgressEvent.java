package io.jenkins.plugins.sdkbootstrap.io;

import java.time.Duration;
import java.time.Instant;

/**
 * What {@link Progress} was told, as a value that can be sent and kept. What does not belong to an
 * event is null.
 *
 * @param time when
 * @param kind what happened
 * @param stage the stage's number; null outside a stage
 * @param name the stage's name, where it begins
 * @param state what came of the stage, where it ends: built, reused, skipped or failed
 * @param action what is done, as {@link Progress#started} names it
 * @param bytes how many bytes the action has read so far
 * @param totalBytes how many it will read, where that is known
 * @param elapsed since the action began, or at the end of a stage since that began
 * @param last how long the stage took when it was made last, where it begins
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

  /** How much of the action is done, at most 100; null where that is not known. */
  public Integer percent() {
    return bytes == null || totalBytes == null || totalBytes <= 0
        ? null
        : (int) Math.min(100, bytes * 100 / totalBytes);
  }
}
