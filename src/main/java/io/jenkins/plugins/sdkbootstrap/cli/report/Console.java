package io.jenkins.plugins.sdkbootstrap.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.io.ProgressEvents;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Where a command's results, logs and progress go: results to standard output, progress to standard
 * error. A stage's log goes to standard output too, unless results in JSON are wanted there.
 */
public final class Console implements AutoCloseable {

  private static final long EVENTS_PERIOD = 1000;

  private final PrintStream out;
  private final Progress progress;
  private final ConsoleProgress live;
  private final Timer events;
  private final PrintStream log;

  /** Whether a stage's last line so far has no end, which nothing else is to be glued to. */
  private boolean inLine;

  /**
   * A console.
   *
   * @param json whether the result is wanted as JSON
   * @param asEvents whether progress is wanted as JSON, too
   */
  public Console(PrintStream out, PrintStream err, boolean json, boolean asEvents) {
    this.out = out;
    this.log = json ? err : out;
    if (asEvents) {
      ProgressEvents told = new ProgressEvents(new JsonProgress(err)::write, Clock.systemUTC());
      progress = told;
      live = null;
      events = new Timer("progress", true);
      events.schedule(task(told::tick), EVENTS_PERIOD, EVENTS_PERIOD);
    } else {
      live = ConsoleProgress.ticking(err, Terminal.isThere());
      progress = live;
      events = null;
    }
  }

  private static TimerTask task(Runnable work) {
    return new TimerTask() {
      @Override
      public void run() {
        work.run();
      }
    };
  }

  public PrintStream out() {
    return out;
  }

  public Progress progress() {
    return progress;
  }

  private void erase() {
    if (live != null) {
      live.erase();
    }
  }

  public void say(String line) {
    if (live == null && log != out) {
      progress.note(line);
      return;
    }
    endLine();
    log.println(line);
    log.flush();
  }

  private void endLine() {
    erase();
    if (inLine) {
      inLine = false;
      log.println();
      if (live != null) {
        live.atLineStart(true);
      }
    }
  }

  /**
   * Takes the output of a stage; the live line disappears first. Where standard error has events,
   * the output that belongs there comes in them.
   */
  public OutputStream stageLog() {
    if (live == null && log != out) {
      return new LineOutput(progress::note);
    }
    return new FilterOutputStream(log) {
      @Override
      public void write(byte[] buffer, int offset, int length) {
        erase();
        log.write(buffer, offset, length);
        log.flush();
        inLine = length == 0 ? inLine : buffer[offset + length - 1] != '\n';
        if (live != null) {
          live.atLineStart(!inLine);
        }
      }
    };
  }

  /**
   * Prints a value as JSON, and a line break. What is null is left out; an iterator becomes an
   * array whose elements are made one by one.
   */
  public void json(Object value) throws IOException {
    endLine();
    JsonMapper.builder()
        .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
        .serializationInclusion(JsonInclude.Include.NON_NULL)
        .build()
        .writerWithDefaultPrettyPrinter()
        .writeValue(out, value);
    out.println();
  }

  @Override
  public void close() {
    endLine();
    if (live != null) {
      live.close();
    } else {
      events.cancel();
    }
    out.flush();
  }
}
