package io.jenkins.plugins.sdkbootstrap.io;

import io.jenkins.plugins.sdkbootstrap.io.ProgressEvent.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Turns calls of {@link Progress} into events and passes them to a listener, in order. */
public final class ProgressEvents implements Progress {

  private final Consumer<ProgressEvent> listener;
  private final Clock clock;
  private Integer stage;
  private Instant stageStart;
  private String action;
  private Instant actionStart;
  private long bytes;
  private Long totalBytes;

  /** Passes events to this listener, one at a time. */
  public ProgressEvents(Consumer<ProgressEvent> listener, Clock clock) {
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public synchronized void stageStarted(int number, String name, Duration last) {
    stage = number;
    stageStart = clock.instant();
    tell(Kind.STAGE_STARTED, name, null, null, last, null);
  }

  @Override
  public synchronized void stageFinished(String state) {
    action = null;
    tell(
        Kind.STAGE_FINISHED,
        null,
        state,
        Duration.between(stageStart, clock.instant()),
        null,
        null);
    stage = null;
  }

  @Override
  public synchronized void started(String name, long total) {
    action = name;
    actionStart = clock.instant();
    bytes = 0;
    totalBytes = total < 0 ? null : total;
    tell(Kind.ACTION_STARTED, null, null, null, null, null);
  }

  @Override
  public synchronized void advanced(long amount) {
    bytes += amount;
  }

  @Override
  public synchronized void finished() {
    if (action != null) {
      ofAction(Kind.ACTION_FINISHED);
      action = null;
    }
  }

  @Override
  public synchronized void note(String line) {
    tell(Kind.NOTE, null, null, null, null, line);
  }

  /** Reports how far the current action is, if there is one. Call it from time to time. */
  public synchronized void tick() {
    if (action != null) {
      ofAction(Kind.ACTION_PROGRESS);
    }
  }

  private void ofAction(Kind kind) {
    tell(kind, null, null, Duration.between(actionStart, clock.instant()), null, null);
  }

  private void tell(
      Kind kind, String name, String state, Duration elapsed, Duration last, String line) {
    boolean ofAction = action != null && kind != Kind.NOTE;
    listener.accept(
        new ProgressEvent(
            clock.instant(),
            kind,
            stage,
            name,
            state,
            action,
            ofAction ? bytes : null,
            ofAction ? totalBytes : null,
            elapsed,
            last,
            line));
  }
}
