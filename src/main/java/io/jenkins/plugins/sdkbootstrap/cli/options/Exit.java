package io.jenkins.plugins.sdkbootstrap.cli.options;

/** The command's exit codes, as the docs promise them. */
public final class Exit {

  public static final int DONE = 0;

  /** The stage or the check failed. */
  public static final int FAILED = 1;

  /** Wrong usage or input. */
  public static final int WRONG_INPUT = 2;

  /** Ended by SIGINT or SIGTERM. */
  public static final int INTERRUPTED = 130;

  private Exit() {}
}
