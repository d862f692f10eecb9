package io.jenkins.plugins.sdkbootstrap.agent;

import hudson.model.TaskListener;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/**
 * Shows progress in a build's log, a line for each action and one every 10 seconds meanwhile, and
 * sends it to the controller for its pages.
 */
final class LogProgress implements Progress, AutoCloseable {

  private static final long PERIOD = TimeUnit.SECONDS.toNanos(10);

  private final PrintStream log;
  private final SentProgress sent;
  private String action;
  private long total;
  private long done;
  private long lastLine;

  LogProgress(TaskListener listener) {
    this(listener, null);
  }

  /**
   * Shows and sends.
   *
   * @param pages the other end of it is a {@link SentProgress#receiver}; null for none
   */
  LogProgress(TaskListener listener, OutputStream pages) {
    log = listener.getLogger();
    sent = new SentProgress(pages, System::nanoTime);
  }

  @Override
  public synchronized void started(String name, long totalBytes) {
    action = name;
    sent.started(name, totalBytes);
    total = totalBytes;
    done = 0;
    lastLine = System.nanoTime();
  }

  @Override
  public synchronized void advanced(long amount) {
    done += amount;
    sent.advanced(amount);
    long now = System.nanoTime();
    if (now - lastLine > PERIOD) {
      lastLine = now;
      log.println(action + ": " + megabytes(done) + (total > 0 ? " of " + megabytes(total) : ""));
    }
  }

  @Override
  public synchronized void finished() {
    note(action + ": " + (done > 0 ? megabytes(done) : "done"));
  }

  /** At once: what an agent keeps back comes among the lines of later steps, or never. */
  @Override
  public void note(String line) {
    log.println(line);
    log.flush();
  }

  /** Ends what is sent. */
  @Override
  public void close() {
    sent.close();
  }

  private static String megabytes(long bytes) {
    return Math.max(1, bytes / 1_000_000) + " MB";
  }
}
