package io.jenkins.plugins.sdkbootstrap.chroot;

import java.io.Serializable;

/**
 * What preflight found out about the agent.
 *
 * @param severity whether a stage can run all the same
 * @param line for people: what it is, and what to install or do
 */
public record Finding(Severity severity, String line) implements Serializable {

  /** How bad it is. */
  public enum Severity {
    /** As it should be. */
    INFO,
    /** Stages run, but something may differ in them. */
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
