package io.jenkins.plugins.sdkbootstrap.io;

import java.time.Duration;

/**
 * Receives the progress of the work as events, which a terminal, a build log and a test show in
 * different ways. Several threads may call it.
 */
public interface Progress {

  /** Ignores all events. */
  Progress NONE =
      new Progress() {
        @Override
        public void started(String action, long total) {}

        @Override
        public void advanced(long amount) {}

        @Override
        public void finished() {}

        @Override
        public void note(String line) {}
      };

  /**
   * An action begins; there is one at a time.
   *
   * @param action its name, as the docs name it: unpack, mount, script, clean, archive, record
   * @param total how many bytes it will read, or -1 when that is not known
   */
  void started(String action, long total);

  /** Says that so many more bytes were read. */
  void advanced(long amount);

  /** The action that started last has succeeded. */
  void finished();

  /** A note for people: one line. */
  void note(String line);

  /**
   * A stage begins; the actions until it ends are its.
   *
   * @param number which, from 1
   * @param name what sdk.yaml calls it
   * @param last how long it took when it was made last; null where no record tells
   */
  default void stageStarted(int number, String name, Duration last) {}

  /**
   * The stage that started last has ended.
   *
   * @param state what came of it: built, reused, skipped or failed
   */
  default void stageFinished(String state) {}
}
