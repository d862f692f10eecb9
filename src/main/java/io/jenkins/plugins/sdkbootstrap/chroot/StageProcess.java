package io.jenkins.plugins.sdkbootstrap.chroot;

import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A stage that runs. It holds the lifeline: when this process ends, however it does, so does the
 * stage.
 */
public final class StageProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final Thread pump;
  private volatile IOException logFailure;

  StageProcess(List<String> command, OutputStream log) throws IOException {
    process = Tool.builder(command).redirectErrorStream(true).start();
    pump = new Thread(() -> copyOutput(log), "log of " + process.pid());
    pump.setDaemon(true);
    pump.start();
  }

  /**
   * Waits for the stage's end and the last of its output.
   *
   * @return the status of {@link Chroot#run}
   * @throws IOException if the log took no more; the stage has then ended
   */
  public int waitFor() throws IOException, InterruptedException {
    int status = process.waitFor();
    pump.join();
    if (logFailure != null) {
      throw new IOException("the log of the stage cannot be written", logFailure);
    }
    return status;
  }

  /** Ends the stage if it still runs, and waits until nothing of it is left. */
  @Override
  public void close() {
    boolean interrupted = false;
    dropLifeline();
    while (true) {
      try {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
        pump.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        break;
      } catch (InterruptedException e) {
        interrupted = true; // what was started is cleaned up first
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void dropLifeline() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // Closing an empty pipe writes nothing; the descriptor is gone all the same.
    }
  }

  /** Goes on reading where the log fails, so that the stage can end. */
  private void copyOutput(OutputStream log) {
    byte[] buffer = new byte[8192];
    try (InputStream output = process.getInputStream()) {
      for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
        if (logFailure == null) {
          write(log, buffer, n);
        }
      }
    } catch (IOException e) {
      logFailure = e;
    }
  }

  private void write(OutputStream log, byte[] buffer, int length) {
    try {
      log.write(buffer, 0, length);
      log.flush();
    } catch (IOException e) {
      logFailure = e;
      dropLifeline();
    }
  }
}
