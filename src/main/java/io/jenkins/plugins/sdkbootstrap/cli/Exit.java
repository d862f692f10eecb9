package io.jenkins.plugins.sdkbootstrap.cli;

/** The command's exit codes, as the docs promise them. */
final class Exit {

  static final int DONE = 0;

  /** The stage or the check failed. */
  static final int FAILED = 1;

  /** Wrong usage or input. */
  static final int WRONG_INPUT = 2;

  /** Ended by SIGINT or SIGTERM. */
  static final int INTERRUPTED = 130;

  private Exit() {}
}
