package io.jenkins.plugins.sdkbootstrap.chroot;

import java.io.Serializable;

/**
 * A result of preflight.
 *
 * @param severity whether a stage can run anyway
 * @param line for people: what it is, and what to install or do
 */
public record Finding(Severity severity, String line) implements Serializable {

  /** How bad it is. */
  public enum Severity {
    /** All is well. */
    INFO,
    /** Stages run, but something may be different in them. */
    WARNING,
    /** Stages cannot run. */
    ERROR
  }

  static Finding info(String line) {
    return new Finding(Severity.INFO, line);
  }

  static Finding warning(String line) {
    return new Finding(Severity.WARNING, line);
  }

  static Finding error(String line) {
    return new Finding(Severity.ERROR, line);
  }
}
