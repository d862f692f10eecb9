package io.jenkins.plugins.sdkbootstrap.stage;

import io.jenkins.plugins.sdkbootstrap.config.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A tool of the system, run to its end while the caller reads its output. It gets no input, the
 * plain locale, and none of the variables that would change what git or tar do.
 */
final class Tool {

  private static final int MOST_ERRORS = 4096;

  private Tool() {}

  /** Reads a tool's output while it runs. */
  @FunctionalInterface
  interface Reader<T> {
    T read(InputStream output) throws IOException, InterruptedException;
  }

  /**
   * What came of a run.
   *
   * @param output what the reader made of the output
   * @param errors the first kilobytes of the error output
   * @param status the exit status
   */
  record Result<T>(T output, String errors, int status) {

    /** The first line of the error output, for a message of one line. */
    String firstError() {
      return Printable.plain(errors.lines().findFirst().orElse("exit status " + status));
    }
  }

  /**
   * Runs a tool; it is killed where the reader fails or the thread is interrupted.
   *
   * @throws IOException if there is no such tool, or the reader fails
   */
  static <T> Result<T> run(List<String> command, Reader<T> reader)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(n -> n.startsWith("GIT_") || n.equals("TAR_OPTIONS"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      FutureTask<String> errors = new FutureTask<>(() -> firstOf(process.getErrorStream()));
      Thread drain = new Thread(errors, "errors of " + command.get(0));
      drain.setDaemon(true);
      drain.start();
      T output = reader.read(process.getInputStream());
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      return new Result<>(output, errors.get(), process.waitFor());
    } catch (ExecutionException e) {
      throw new IOException("cannot read the errors of " + command.get(0), e.getCause());
    } finally {
      process.destroyForcibly();
    }
  }

  private static String firstOf(InputStream stream) throws IOException {
    byte[] first = stream.readNBytes(MOST_ERRORS);
    stream.transferTo(OutputStream.nullOutputStream());
    return new String(first, StandardCharsets.UTF_8);
  }
}
