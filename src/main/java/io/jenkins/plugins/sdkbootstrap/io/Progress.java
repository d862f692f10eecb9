package io.jenkins.plugins.sdkbootstrap.io;

/**
 * Hears of the work as events, so that a terminal, a build log and a test each show them their own
 * way. Calls may come from several threads.
 */
public interface Progress {

  /** Hears and forgets. */
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

  /** So many bytes more were read. */
  void advanced(long amount);

  /** The action that began last has ended well. */
  void finished();

  /** Something people should know once: one line. */
  void note(String line);
}
