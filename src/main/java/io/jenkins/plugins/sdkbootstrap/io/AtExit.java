package io.jenkins.plugins.sdkbootstrap.io;

/** A clean-up that runs when the JVM ends in the middle of the work. */
public final class AtExit {

  private final Thread hook;

  /** Runs this if the JVM ends before {@link #cancel}. */
  public AtExit(Runnable cleaning) {
    hook = new Thread(cleaning, "clean-up");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already; the caller will not get far, and cleans up itself.
      return;
    }
  }

  /** Whether the JVM is ending. */
  public static boolean isNow() {
    try {
      Runtime.getRuntime().removeShutdownHook(new Thread());
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** The work is done or was cleaned up. */
  public void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending; the hook finds nothing left to do.
      return;
    }
  }
}
