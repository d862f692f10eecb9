package io.jenkins.plugins.sdkbootstrap.chroot;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program of the agent, run for a few lines of output. */
final class Tool {

  /** What a shell says of a command that it cannot find. */
  static final int MISSING = 127;

  /** To this the number of a signal is added. */
  private static final int KILLED = 128;

  private static final int TRIES = 3;
  private static final long GRACE_MILLIS = 5_000;

  /**
   * How it ended.
   *
   * @param status the exit status, {@link #MISSING} if there is no such program
   * @param output standard output and error
   */
  record Result(int status, String output) {

    /** The first line that says something. */
    String firstLine() {
      return output.lines().filter(l -> !l.isBlank()).findFirst().orElse("status " + status);
    }
  }

  private Tool() {}

  /** Runs a command with an empty standard input and untranslated messages. */
  static Result run(List<String> command) throws InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"));
    builder.environment().put("LC_ALL", "C");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Result(MISSING, command.get(0) + ": not found");
    }
    return result(process, command.get(0));
  }

  /**
   * Runs a command that changes nothing, for what it says. Where it was killed, by someone or for
   * want of memory, that says nothing of the machine: it is asked again.
   */
  static Result ask(List<String> command) throws InterruptedException {
    Result answer = run(command);
    for (int tries = 1; answer.status() > KILLED && tries < TRIES; tries++) {
      answer = run(command);
    }
    return answer;
  }

  private static Result result(Process process, String name) throws InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Thread reader = new Thread(() -> drain(process, output), "output of " + name);
    reader.setDaemon(true);
    reader.start();
    try {
      int status = process.waitFor();
      // Something it left running may hold the pipe open for ever.
      reader.join(GRACE_MILLIS);
      synchronized (output) {
        return new Result(status, output.toString(StandardCharsets.UTF_8));
      }
    } finally {
      process.destroy();
    }
  }

  private static void drain(Process process, ByteArrayOutputStream output) {
    byte[] buffer = new byte[4096];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (output) {
          output.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // The process was destroyed; what came until then stands.
    }
  }

  /** Whether a program is where {@code enter.sh} looks for it. */
  static boolean exists(String name) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    for (String directory : (path + ":/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin").split(":")) {
      if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, name))) {
        return true;
      }
    }
    return false;
  }
}
