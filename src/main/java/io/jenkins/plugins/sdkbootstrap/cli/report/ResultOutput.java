package io.jenkins.plugins.sdkbootstrap.cli.report;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output, which remembers that it could not be written to: a {@link java.io.PrintStream}
 * says nothing of a full disk. Whatever comes after the first failure is lost without a try.
 */
public final class ResultOutput extends FilterOutputStream {

  private volatile IOException failure;

  /** Writes to this stream. */
  public ResultOutput(OutputStream out) {
    super(out);
  }

  /** Why something was lost, in one line; null where nothing was. */
  public IOException failure() {
    return failure;
  }

  /** Whether it was lost because nobody wanted it any more, as behind {@code | head}. */
  public boolean isUnwanted() {
    return failure != null && failure.getMessage().contains("Broken pipe");
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (failure == null) {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        fail(e);
      }
    }
  }

  @Override
  public void flush() {
    if (failure == null) {
      try {
        out.flush();
      } catch (IOException e) {
        fail(e);
      }
    }
  }

  private void fail(IOException e) {
    failure = new IOException("cannot write to standard output: " + e.getMessage(), e);
  }
}
