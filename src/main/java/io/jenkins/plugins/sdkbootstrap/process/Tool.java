package io.jenkins.plugins.sdkbootstrap.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Programs of the machine: finds them, sets their environment, and runs them to the end for their
 * output. To read or write while a program runs, use {@link ToolProcess}.
 */
public final class Tool {

  /** The exit status of a shell if it cannot find the command. */
  public static final int MISSING = 127;

  /** The exit status of a killed process is this plus the number of the signal. */
  private static final int KILLED = 128;

  private static final int TRIES = 3;
  private static final long GRACE_MILLIS = 5_000;
  private static final int MOST_ERRORS = 4096;
  private static final int MOST_OUTPUT = 1 << 20;

  /** An ordinary user's PATH may lack the sbin directories. */
  private static final String ROOT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Variables to keep: git reads its user's trusted directories in the home directory. */
  private static final List<String> KEPT = List.of("HOME", "XDG_CONFIG_HOME");

  /** Reads a tool's output while it runs. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(InputStream output) throws IOException, InterruptedException;
  }

  /**
   * The result of a run.
   *
   * @param status the exit status, {@link #MISSING} if there is no such program
   * @param output the result of the reader
   * @param errors the first kilobytes of the error output
   */
  public record Result<T>(int status, T output, String errors) {

    /** The first line of the errors that is not blank, or else of the output. */
    public String firstLine() {
      return firstOf(errors)
          .or(() -> output instanceof String text ? firstOf(text) : Optional.empty())
          .orElse("exit status " + status);
    }

    private static Optional<String> firstOf(String text) {
      return text.lines().filter(line -> !line.isBlank()).findFirst();
    }
  }

  private Tool() {}

  /**
   * A builder that runs a command in the POSIX locale, without variables such as TAR_OPTIONS,
   * XZ_OPT, GIT_DIR or POSIXLY_CORRECT, which would change its behaviour.
   */
  public static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(KEPT);
    environment.put("PATH", path());
    environment.put("LC_ALL", "C");
    return builder;
  }

  /** The first of these programs that is installed. */
  public static Optional<String> installed(String... names) {
    return Stream.of(names).filter(name -> isIn(path(), name)).findFirst();
  }

  /**
   * Whether a program is in a directory that {@code enter.sh} searches; these are more than PATH.
   */
  public static boolean isForRoot(String name) {
    return isIn(path() + File.pathSeparator + ROOT_PATH, name);
  }

  private static boolean isIn(String path, String name) {
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(
            directory -> !directory.isEmpty() && Files.isExecutable(Path.of(directory, name)));
  }

  private static String path() {
    String path = System.getenv("PATH");
    return path == null || path.isEmpty() ? ROOT_PATH : path;
  }

  /**
   * Runs a tool with empty standard input. Kills it if the reader fails or the thread is
   * interrupted.
   *
   * @throws IOException if there is no such tool, or the reader fails
   */
  public static <T> Result<T> run(List<String> command, Reader<T> reader)
      throws IOException, InterruptedException {
    Process process = builder(command).redirectInput(new File("/dev/null")).start();
    try {
      FutureTask<String> errors =
          inBackground(command, () -> head(process.getErrorStream(), MOST_ERRORS));
      T output = reader.read(process.getInputStream());
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      return new Result<>(process.waitFor(), output, errors.get());
    } catch (ExecutionException e) {
      throw new IOException("cannot read the errors of " + command.get(0), e.getCause());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs a tool for a few lines of output, errors included. */
  public static Result<String> run(List<String> command) throws InterruptedException {
    Process process;
    try {
      process =
          builder(command).redirectErrorStream(true).redirectInput(new File("/dev/null")).start();
    } catch (IOException e) {
      return new Result<>(MISSING, command.get(0) + ": not found", "");
    }
    try {
      FutureTask<String> output =
          inBackground(command, () -> head(process.getInputStream(), MOST_OUTPUT));
      int status = process.waitFor();
      return new Result<>(status, output.get(GRACE_MILLIS, TimeUnit.MILLISECONDS), "");
    } catch (ExecutionException | TimeoutException e) {
      // A process that it left running may hold the pipe open forever.
      return new Result<>(process.exitValue(), "", "");
    } finally {
      process.destroy();
    }
  }

  /**
   * Runs a command that only reads. If it was killed, by somebody or for lack of memory, its result
   * says nothing about the machine, so it runs again.
   */
  public static Result<String> ask(List<String> command) throws InterruptedException {
    Result<String> answer = run(command);
    for (int tries = 1; answer.status() > KILLED && tries < TRIES; tries++) {
      answer = run(command);
    }
    return answer;
  }

  private static FutureTask<String> inBackground(List<String> command, Callable<String> reading) {
    FutureTask<String> task = new FutureTask<>(reading);
    Thread thread = new Thread(task, "output of " + command.get(0));
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static String head(InputStream stream, int most) throws IOException {
    byte[] first = stream.readNBytes(most);
    stream.transferTo(OutputStream.nullOutputStream());
    return new String(first, StandardCharsets.UTF_8);
  }
}
