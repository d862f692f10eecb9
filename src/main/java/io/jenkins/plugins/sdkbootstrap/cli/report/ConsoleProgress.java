package io.jenkins.plugins.sdkbootstrap.cli.report;

import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;

/**
 * Shows progress to people: one live line on a terminal, a line every 10 seconds elsewhere, with
 * percent, rate and time left where the total is known. Actions that end before the first line is
 * due show only that they are done.
 */
public final class ConsoleProgress implements Progress, AutoCloseable {

  private static final Duration ON_TERMINAL = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private Timer timer;
  private String action;
  private long total;
  private long done;
  private long startedAt;
  private boolean lineShown;
  private boolean atLineStart = true;

  /**
   * Shows an action's line only when {@link #tick} is called.
   *
   * @param out where to
   * @param terminal whether that is a terminal, which can rewrite its last line
   * @param nanoTime a clock in nanoseconds, such as {@code System::nanoTime}
   */
  public ConsoleProgress(PrintStream out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /** Shows the progress of an action by itself, until it is closed. */
  public static ConsoleProgress ticking(PrintStream out, boolean terminal) {
    ConsoleProgress progress = new ConsoleProgress(out, terminal, System::nanoTime);
    long period = (terminal ? ON_TERMINAL : ELSEWHERE).toMillis();
    progress.timer = new Timer("progress", true);
    progress.timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            progress.tick();
          }
        },
        period,
        period);
    return progress;
  }

  @Override
  public synchronized void started(String name, long totalBytes) {
    action = name;
    total = totalBytes;
    done = 0;
    startedAt = nanoTime.getAsLong();
  }

  @Override
  public synchronized void advanced(long amount) {
    done += amount;
  }

  @Override
  public synchronized void finished() {
    if (action != null) {
      erase();
      out.println("  " + action + ": " + soFar(true));
      action = null;
    }
  }

  @Override
  public synchronized void note(String line) {
    erase();
    out.println("  " + line);
    out.flush();
  }

  /** Shows the progress of the current action, if there is one; the timer calls this. */
  public synchronized void tick() {
    if (action == null || !atLineStart) {
      return;
    }
    String line = "  " + action + ": " + soFar(false);
    if (terminal) {
      out.print("\r\033[K" + line);
      lineShown = true;
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Removes the live line, so that something else can be printed. */
  public synchronized void erase() {
    if (lineShown) {
      out.print("\r\033[K");
      lineShown = false;
    }
  }

  /**
   * Says whether other output left the cursor at the start of a line, where the live line can be.
   */
  public synchronized void atLineStart(boolean free) {
    atLineStart = free;
  }

  private String soFar(boolean finished) {
    Duration time = Duration.ofNanos(nanoTime.getAsLong() - startedAt);
    if (done == 0) {
      return Sizes.time(time);
    }
    double perSecond = done / Math.max(time.toNanos() / 1e9, 1e-9);
    String rate = Sizes.bytes((long) perSecond) + "/s";
    if (finished) {
      return Sizes.bytes(done) + " in " + Sizes.time(time) + " (" + rate + ")";
    }
    if (total <= 0) {
      return Sizes.bytes(done) + ", " + rate;
    }
    long percent = Math.min(100, done * 100 / total);
    Duration left = Duration.ofMillis((long) (Math.max(0, total - done) / perSecond * 1000));
    return percent + "%, " + rate + ", " + Sizes.time(left) + " left";
  }

  @Override
  public synchronized void close() {
    erase();
    if (timer != null) {
      timer.cancel();
    }
    out.flush();
  }
}
