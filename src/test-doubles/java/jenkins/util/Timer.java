package jenkins.util;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A timer whose thread ends with the tests. */
public class Timer {

  private static final ScheduledExecutorService SERVICE =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "timer");
            thread.setDaemon(true);
            return thread;
          });

  public static ScheduledExecutorService get() {
    return SERVICE;
  }
}
