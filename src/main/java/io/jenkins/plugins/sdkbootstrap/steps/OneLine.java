package io.jenkins.plugins.sdkbootstrap.steps;

import hudson.AbortException;
import hudson.remoting.ChannelClosedException;
import hudson.remoting.ProxyException;
import hudson.remoting.RequestAbortedException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Makes one line for the build log of a failure that can be foreseen: of a file, a tool, a tarball,
 * an agent. Jenkins shows the stack trace of any other exception, where a reader has to look for
 * the line that says what is wrong. The log of Jenkins has the trace, at the level {@code FINE}.
 */
final class OneLine {

  private static final Logger LOGGER = Logger.getLogger(OneLine.class.getName());

  private static final Pattern CLASS_NAME = Pattern.compile("^([\\w$]+\\.)+[\\w$]+: ");

  private OneLine() {}

  /** The failure as one whose message alone is shown. */
  static AbortException of(Exception failure) {
    if (failure instanceof AbortException already) {
      return already;
    }
    LOGGER.log(Level.FINE, "a step has failed", failure);
    // Without the cause: one that Jenkins cannot keep with the build has it show the trace after
    // all.
    return new AbortException(text(failure));
  }

  /** Whether it is a failure of that kind, and not one of this program. */
  static boolean isForeseen(Throwable failure) {
    return failure instanceof IOException || failure instanceof RequestAbortedException;
  }

  private static String text(Exception failure) {
    if (failure instanceof ChannelClosedException || failure instanceof RequestAbortedException) {
      return "the connection to the agent was lost: " + failure.getMessage();
    }
    Set<String> reasons = new LinkedHashSet<>();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String reason = reason(at);
      // A message often ends with that of its cause.
      if (reasons.stream().noneMatch(known -> known.contains(reason))) {
        reasons.add(reason);
      }
      if (at instanceof LinkageError) {
        // Of a class whose loading was interrupted once, as by an abort, the JVM makes no second
        // try.
        reasons.add("the agent cannot load that class; disconnect it, and launch it again");
      }
    }
    return String.join(": ", reasons)
        .lines()
        .map(String::strip)
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }

  /** The message of an exception of a file is often only the file's name. */
  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    if (failure instanceof ProxyException) { // of a class that only the agent has
      return CLASS_NAME.matcher(message).replaceFirst("");
    }
    boolean nameOnly =
        failure instanceof FileSystemException file
            && message.equals(file.getFile())
            && file.getReason() == null;
    return nameOnly ? failure.getClass().getSimpleName() + ": " + message : message;
  }
}
