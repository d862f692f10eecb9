package io.jenkins.plugins.sdkbootstrap.process;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.MachineException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running tool. Its messages are read while it runs. */
public final class ToolProcess implements Closeable {

  /** Receives each line of the tool's messages, in a separate thread. */
  public interface Messages {
    Messages NONE =
        new Messages() {
          @Override
          public void line(String line) {}
        };

    void line(String line);
  }

  /** The last message of tar, which has no information. */
  private static final String TAR_FAILED = "Exiting with failure status due to previous errors";

  private static final String TAR_GIVES_UP = "Error is not recoverable: exiting now";

  /** What the status of a tool that a signal has ended begins from. */
  private static final int SIGNAL = 128;

  private static final int LAST_SIGNAL = 64;

  private static final int MAX_LINE = 4096;

  private final String name;
  private final Process process;
  private final Messages messages;
  private final Thread reader;
  private volatile String lastLine = "";

  private ToolProcess(String name, Process process, Messages messages) {
    this.name = name;
    this.process = process;
    this.messages = messages;
    this.reader =
        new Thread(name + "-messages") {
          @Override
          public void run() {
            readMessages();
          }
        };
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a tool.
   *
   * @param name the name for errors
   */
  public static ToolProcess start(String name, List<String> command, Messages messages)
      throws IOException {
    return new ToolProcess(name, Tool.builder(command).start(), messages);
  }

  /** The tool's standard output. */
  public InputStream output() {
    return process.getInputStream();
  }

  /** The tool's standard input. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** Waits until the tool has ended and its last message was read. */
  public int await() throws IOException {
    try {
      int status = process.waitFor();
      reader.join();
      return status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + name);
    }
  }

  /**
   * Waits until the tool has ended with status 0.
   *
   * @throws ArchiveException with its last message otherwise
   */
  public void requireSuccess() throws IOException {
    int status = await();
    if (status != 0) {
      throw failed(status);
    }
  }

  /** The error for this exit status if the tool's input was valid. */
  public MachineException failed(int status) {
    return new MachineException(reason(status));
  }

  /** The error for this exit status if the tool's input may be invalid. */
  public ArchiveException refused(int status) {
    return isKilled(status) ? failed(status) : new ArchiveException(reason(status));
  }

  private static boolean isKilled(int status) {
    return status > SIGNAL && status <= SIGNAL + LAST_SIGNAL;
  }

  private String reason(int status) {
    if (isKilled(status)) {
      return name + " was killed by signal " + (status - SIGNAL);
    }
    return lastLine.isEmpty()
        ? name + " failed with status " + status
        : name + " failed: " + lastLine;
  }

  /** The tool's last message so far; empty if it had none. */
  String lastLine() {
    return lastLine;
  }

  /** Ends the tool if it still runs, and waits until it has ended. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      // If the tool runs as another user, it does not get the signal, but its pipes end.
      process.destroy();
      closeQuietly(process.getOutputStream());
      closeQuietly(process.getInputStream());
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void closeQuietly(Closeable stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // The tool is being ended: unread and unwritten data are lost anyway.
    }
  }

  private void readMessages() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (InputStream in = process.getErrorStream()) {
      for (int n; (n = in.read(buffer)) > 0; ) {
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            heard(line);
          } else if (line.size() < MAX_LINE) {
            line.write(buffer[i]);
          }
        }
      }
      heard(line);
    } catch (IOException e) {
      // The tool was ended; its messages no longer matter.
    }
  }

  private void heard(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8).strip();
    line.reset();
    if (!text.isEmpty() && !text.endsWith(TAR_FAILED) && !text.endsWith(TAR_GIVES_UP)) {
      lastLine = text;
      messages.line(text);
    }
  }
}
