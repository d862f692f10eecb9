package io.jenkins.plugins.sdkbootstrap.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a JVM of its own, seen from outside. */
final class SdkProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 100;

  private final Process process;
  private final Path out;
  private final Path err;

  private SdkProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param logs a directory for what it says
   * @param prefix a command that runs it, such as {@code env}; empty for none
   */
  static SdkProcess start(Path logs, List<String> prefix, List<String> arguments)
      throws IOException {
    return start(logs, prefix, List.of(), arguments);
  }

  /** Starts it with further options of the JVM. */
  static SdkProcess start(
      Path logs, List<String> prefix, List<String> options, List<String> arguments)
      throws IOException {
    List<String> words = new ArrayList<>(prefix);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // They start it sooner.
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    words.addAll(options);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(arguments);
    Path out = Files.createTempFile(logs, "out", "");
    Path err = Files.createTempFile(logs, "err", "");
    Process process =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new SdkProcess(process, out, err);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The driver itself, and what it started. */
  ProcessHandle driver() {
    return process.toHandle();
  }

  /** Those of what it started whose command line has this in it; all for an empty text. */
  List<ProcessHandle> tools(String text) {
    return process
        .descendants()
        .filter(p -> commandLine(Path.of("/proc", Long.toString(p.pid()))).contains(text))
        .toList();
  }

  /** Waits for its end; its exit code, 128+n where signal n ended it. */
  int await() throws Exception {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it still runs after " + PATIENCE_SECONDS + " s\n" + said());
    }
    return process.exitValue();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** Everything that it said, for messages. */
  String said() throws IOException {
    return out() + err();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The processes that name the directory in their command line or have a root of the other's. */
  static List<String> concernedWith(Path directory, Path work) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        String command = commandLine(process);
        if (command.contains(directory.toString())
            || content(process.resolve("mountinfo")).contains(work.getFileName() + "/")) {
          found.add(process.getFileName() + " " + command);
        }
      }
    }
    return found;
  }

  private static String commandLine(Path process) {
    return content(process.resolve("cmdline")).replace('\0', ' ');
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // the process has ended meanwhile
    }
  }
}
