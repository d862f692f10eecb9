package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.MachineException;
import io.jenkins.plugins.sdkbootstrap.provenance.KeyException;
import io.jenkins.plugins.sdkbootstrap.provenance.RecordException;
import io.jenkins.plugins.sdkbootstrap.stage.StageFailedException;
import io.jenkins.plugins.sdkbootstrap.store.StoreBusyException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Turns a failure into lines for people and an exit code. */
final class Failures {

  private static final String PREFIX = "bootstrap-sdk: ";

  private Failures() {}

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
      err.println(PREFIX + "interrupted");
      return Exit.INTERRUPTED;
    }
    if (failure instanceof InputException e) {
      e.lines().forEach(line -> err.println(PREFIX + line));
      return Exit.WRONG_INPUT;
    }
    if (failure instanceof ConfigException e) {
      e.problems().forEach(problem -> err.println(PREFIX + problem));
      return Exit.WRONG_INPUT;
    }
    if (failure instanceof StageFailedException e) {
      err.println(PREFIX + e.getMessage());
      e.details().forEach(line -> err.println("  " + line));
      return Exit.FAILED;
    }
    if (failure instanceof MachineException) {
      err.println(PREFIX + failure.getMessage());
      return Exit.FAILED;
    }
    if (failure instanceof ArchiveException
        || failure instanceof RecordException
        || failure instanceof KeyException
        || failure instanceof StoreBusyException
        || failure instanceof IllegalArgumentException) {
      err.println(PREFIX + failure.getMessage());
      return Exit.WRONG_INPUT;
    }
    if (failure instanceof FileSystemException e) {
      err.println(PREFIX + words(e));
      return e instanceof NoSuchFileException ? Exit.WRONG_INPUT : Exit.FAILED;
    }
    if (failure instanceof IOException) {
      String message = failure.getMessage();
      err.println(PREFIX + (message == null ? failure.getClass().getSimpleName() : message));
      return Exit.FAILED;
    }
    // A mistake of this program: whoever mends it needs the whole of it.
    err.println(PREFIX + "internal error, please report it with what follows");
    failure.printStackTrace(err);
    return Exit.FAILED;
  }

  /** Java's file system exceptions say only the path; this says what is wrong with it. */
  private static String words(FileSystemException e) {
    String what;
    if (e instanceof NoSuchFileException) {
      what = "no such file or directory";
    } else if (e instanceof AccessDeniedException) {
      what = "permission denied";
    } else if (e instanceof NotDirectoryException) {
      what = "not a directory";
    } else if (e.getReason() != null) {
      what = e.getReason();
    } else {
      what = e.getClass().getSimpleName();
    }
    return e.getFile() + ": " + what;
  }
}
