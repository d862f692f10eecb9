package io.jenkins.plugins.sdkbootstrap.agent;

import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.io.ProgressEvent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Sends progress through a stream, a line for each event: how many bytes are done, how many there
 * are, or -1, and the first word of the action's name. A line is sent where an action begins, and
 * at most one a second while it goes on. Nobody waits for an answer, and once a line cannot be
 * sent, no more are: a stage does not depend on who shows its progress.
 */
@Restricted(NoExternalUse.class)
public final class SentProgress implements Progress, AutoCloseable {

  private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

  /** Two numbers that can be multiplied by 100, and a word. */
  private static final Pattern LINE =
      Pattern.compile("([0-9]{1,16}) (-1|[0-9]{1,16}) ([a-z]{1,20})");

  private static final int LONGEST_LINE = 60;

  private final LongSupplier nanoTime;
  private OutputStream to;
  private String action;
  private long total;
  private long done;
  private long last;

  /**
   * Sends.
   *
   * @param to where; null for nowhere
   * @param nanoTime as {@link System#nanoTime}
   */
  public SentProgress(OutputStream to, LongSupplier nanoTime) {
    this.to = to;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void started(String name, long totalBytes) {
    action = name.split(" ", 2)[0];
    total = totalBytes;
    done = 0;
    send();
  }

  @Override
  public synchronized void advanced(long amount) {
    done += amount;
    if (action != null && nanoTime.getAsLong() - last >= PERIOD) {
      send();
    }
  }

  @Override
  public void finished() {
    // What comes next says so.
  }

  @Override
  public void note(String line) {
    // The log has it.
  }

  private void send() {
    last = nanoTime.getAsLong();
    if (to == null) {
      return;
    }
    String line = done + " " + Math.max(-1, total) + " " + action + "\n";
    try {
      to.write(line.getBytes(StandardCharsets.UTF_8));
      to.flush();
    } catch (IOException | RuntimeException e) {
      lost(e);
    }
  }

  @Override
  public synchronized void close() {
    if (to != null) {
      try {
        to.close();
      } catch (IOException | RuntimeException e) {
        lost(e);
      }
    }
    to = null;
  }

  private void lost(Exception e) {
    to = null;
    if (e instanceof InterruptedIOException) {
      Thread.currentThread().interrupt(); // it was meant for the work
    }
  }

  /**
   * The other end of the stream. What comes is not trusted: a line that is none is dropped, however
   * long it is.
   *
   * @param listener gets the events, with their time of arrival
   */
  public static OutputStream receiver(Consumer<ProgressEvent> listener, Clock clock) {
    return new Receiver(listener, clock);
  }

  private static final class Receiver extends OutputStream {
    private final Consumer<ProgressEvent> listener;
    private final Clock clock;
    private final StringBuilder line = new StringBuilder();

    Receiver(Consumer<ProgressEvent> listener, Clock clock) {
      this.listener = listener;
      this.clock = clock;
    }

    @Override
    public synchronized void write(int b) {
      if (b != '\n') {
        if (line.length() <= LONGEST_LINE) {
          line.append((char) (b & 0xff));
        }
        return;
      }
      Matcher fields = LINE.matcher(line);
      if (fields.matches()) {
        long bytes = Long.parseLong(fields.group(1));
        long totalBytes = Long.parseLong(fields.group(2));
        listener.accept(
            new ProgressEvent(
                clock.instant(),
                ProgressEvent.Kind.ACTION_PROGRESS,
                null,
                null,
                null,
                fields.group(3),
                bytes,
                totalBytes < 0 ? null : totalBytes,
                null,
                null,
                null));
      }
      line.setLength(0);
    }
  }
}
