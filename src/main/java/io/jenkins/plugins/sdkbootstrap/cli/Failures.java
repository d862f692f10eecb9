package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.report.Terminal;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.FileProblem;
import io.jenkins.plugins.sdkbootstrap.io.MachineException;
import io.jenkins.plugins.sdkbootstrap.provenance.KeyException;
import io.jenkins.plugins.sdkbootstrap.provenance.RecordException;
import io.jenkins.plugins.sdkbootstrap.stage.StageFailedException;
import io.jenkins.plugins.sdkbootstrap.store.StoreBusyException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Turns a failure into lines for people and an exit code. */
final class Failures {

  private Failures() {}

  /** What a line about a failure begins with. */
  static String prefix() {
    return Terminal.Colour.ERROR.err("bootstrap-sdk:") + " ";
  }

  /**
   * Reports.
   *
   * @param failure what went wrong
   * @param err where the lines go
   * @return the exit code
   */
  static int report(Throwable failure, PrintStream err) {
    // What is interrupted in the middle of something fails in many ways, that of closed files
    // first.
    if (failure instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
      err.println(prefix() + "interrupted");
      return Exit.INTERRUPTED;
    }
    if (failure instanceof InputException e) {
      e.lines().forEach(line -> err.println(prefix() + line));
      return Exit.WRONG_INPUT;
    }
    if (failure instanceof ConfigException e) {
      e.problems().forEach(problem -> err.println(prefix() + problem));
      return Exit.WRONG_INPUT;
    }
    if (failure instanceof StageFailedException e) {
      err.println(prefix() + e.getMessage());
      e.details().forEach(line -> err.println("  " + line));
      return Exit.FAILED;
    }
    if (failure instanceof MachineException) {
      err.println(prefix() + failure.getMessage());
      return Exit.FAILED;
    }
    if (failure instanceof ArchiveException
        || failure instanceof RecordException
        || failure instanceof KeyException
        || failure instanceof StoreBusyException
        || failure instanceof IllegalArgumentException) {
      err.println(prefix() + failure.getMessage());
      return Exit.WRONG_INPUT;
    }
    if (failure instanceof FileSystemException e) {
      err.println(prefix() + e.getFile() + ": " + FileProblem.of(e));
      return e instanceof NoSuchFileException ? Exit.WRONG_INPUT : Exit.FAILED;
    }
    if (failure instanceof VirtualMachineError || failure instanceof LinkageError) {
      err.println(prefix() + words((Error) failure));
      return Exit.FAILED;
    }
    if (failure instanceof IOException
        && String.valueOf(failure.getMessage()).contains("error=11,")) {
      err.println(prefix() + noMoreProcesses());
      return Exit.FAILED;
    }
    if (failure instanceof IOException) {
      String message = failure.getMessage();
      err.println(prefix() + (message == null ? failure.getClass().getSimpleName() : message));
      return Exit.FAILED;
    }
    // A mistake of this program: whoever mends it needs the whole of it.
    err.println(prefix() + "internal error, please report it with what follows");
    failure.printStackTrace(err);
    return Exit.FAILED;
  }

  /** What the machine did not give the JVM. */
  private static String words(Error e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    if (e instanceof OutOfMemoryError && message.contains("native thread")) {
      return noMoreProcesses();
    }
    if (e instanceof OutOfMemoryError) {
      return "out of memory ("
          + message
          + "): Java may use "
          + (Runtime.getRuntime().maxMemory() >> 20)
          + " MiB; give it more by -Xmx";
    }
    if (e instanceof UnsatisfiedLinkError) {
      return "a library cannot be loaded: " + message;
    }
    return e.getClass().getSimpleName() + ": " + message;
  }

  private static String noMoreProcesses() {
    String ofContainer =
        firstLine(Path.of("/sys/fs/cgroup/pids.max"))
            .or(() -> firstLine(Path.of("/sys/fs/cgroup/pids/pids.max")))
            .orElse("max");
    String ofUser =
        firstLine(Path.of("/proc/self/limits"), "Max processes")
            .map(line -> line.split("\\s+")[2])
            .orElse("unlimited");
    return "no more processes or threads can be started: the container may have "
        + (ofContainer.equals("max") ? "any number" : ofContainer)
        + " (pids limit), the user "
        + ofUser
        + " (ulimit -u)";
  }

  private static Optional<String> firstLine(Path file) {
    return firstLine(file, "");
  }

  private static Optional<String> firstLine(Path file, String start) {
    try {
      return Files.readAllLines(file).stream().filter(line -> line.startsWith(start)).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
