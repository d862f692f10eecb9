package io.jenkins.plugins.sdkbootstrap.io;

import java.time.Duration;

/**
 * Receives progress. A terminal, a build log and a test show it in different ways. Several threads
 * may call it.
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
   * An action begins. Only one action runs at a time.
   *
   * @param action its name in the docs: unpack, mount, script, clean, archive, record
   * @param total how many bytes it will read, or -1 when that is not known
   */
  void started(String action, long total);

  /** More bytes were read. */
  void advanced(long amount);

  /** The action that started last has succeeded. */
  void finished();

  /** A note for people: one line. */
  void note(String line);

  /**
   * A stage begins. All actions until its end belong to it.
   *
   * @param number which, from 1
   * @param name what sdk.yaml calls it
   * @param last how long its last run took; null if unknown
   */
  default void stageStarted(int number, String name, Duration last) {}

  /**
   * The stage that started last has ended.
   *
   * @param state its result: built, reused, skipped or failed
   */
  default void stageFinished(String state) {}
}
