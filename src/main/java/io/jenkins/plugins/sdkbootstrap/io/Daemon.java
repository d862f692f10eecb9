package io.jenkins.plugins.sdkbootstrap.io;

import java.io.InterruptedIOException;

/** Threads that do not keep the JVM from ending. */
public final class Daemon {

  private Daemon() {}

  public static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Waits until the thread has ended. */
  public static void join(Thread thread) throws InterruptedIOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + thread.getName());
    }
  }
}
