package io.jenkins.plugins.sdkbootstrap.agent;

import io.jenkins.plugins.sdkbootstrap.archive.FilesArchive;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;

/**
 * Masks in files what the console of the build masks.
 *
 * @param console decorates the log of the step
 */
record Masking(TaskListenerDecorator console) implements FilesArchive.Filter {

  /** A line is held in memory while it is looked at. */
  private static final int LONGEST_LINE = 1 << 20;

  private static final byte[] CUT =
      " [the rest of this line is left out]".getBytes(StandardCharsets.US_ASCII);

  @Override
  public OutputStream around(OutputStream out) throws IOException {
    try {
      return new Lines(console.decorate(out), out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static final class Lines extends FilterOutputStream {
    private final OutputStream file;
    private int length;

    Lines(OutputStream masked, OutputStream file) {
      super(masked);
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      int from = offset;
      int end = offset + count;
      for (int i = offset; i < end; i++) {
        if (bytes[i] == '\n') {
          length = 0;
        } else if (++length == LONGEST_LINE) {
          out.write(bytes, from, i - from);
          out.write(CUT);
          from = end;
        }
        if (length >= LONGEST_LINE) {
          from = i + 1;
        }
      }
      out.write(bytes, from, Math.max(0, end - from));
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void close() throws IOException {
      out.close(); // which writes the last line, and need not close the file
      file.close();
    }
  }
}
