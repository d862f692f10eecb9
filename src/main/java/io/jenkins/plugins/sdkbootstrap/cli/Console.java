package io.jenkins.plugins.sdkbootstrap.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Where a command's results, logs and progress go: results to standard output, progress to standard
 * error. A stage's log goes to standard output too, unless results in JSON are wanted there.
 */
final class Console implements AutoCloseable {

  private final PrintStream out;
  private final ConsoleProgress progress;
  private final PrintStream log;

  Console(PrintStream out, PrintStream err, boolean json) {
    this.out = out;
    this.log = json ? err : out;
    this.progress = ConsoleProgress.ticking(err, Terminal.isThere());
  }

  PrintStream out() {
    return out;
  }

  ConsoleProgress progress() {
    return progress;
  }

  void say(String line) {
    progress.erase();
    log.println(line);
    log.flush();
  }

  /** Takes the output of a stage; the live line disappears first. */
  OutputStream stageLog() {
    return new FilterOutputStream(log) {
      @Override
      public void write(byte[] buffer, int offset, int length) {
        progress.erase();
        log.write(buffer, offset, length);
        log.flush();
        progress.atLineStart(length == 0 || buffer[offset + length - 1] == '\n');
      }
    };
  }

  /**
   * Prints a value as JSON, and a line break. What is null is left out; an iterator becomes an
   * array whose elements are made one by one.
   */
  void json(Object value) throws IOException {
    progress.erase();
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
    progress.close();
    out.flush();
  }
}
