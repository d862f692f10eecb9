package io.jenkins.plugins.sdkbootstrap.compress;

import io.jenkins.plugins.sdkbootstrap.io.BulkInput;
import io.jenkins.plugins.sdkbootstrap.io.Daemon;
import io.jenkins.plugins.sdkbootstrap.process.ToolProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** The output of an external tool that decompresses an archive. */
final class FilterInput extends BulkInput {

  private final ToolProcess tool;
  private final Thread feeder;
  private volatile IOException failure;
  private boolean atEnd;

  FilterInput(String name, List<String> command, InputStream compressed) throws IOException {
    tool = ToolProcess.start(name, command, ToolProcess.Messages.NONE);
    feeder = Daemon.start(name + "-input", () -> feed(compressed));
  }

  private void feed(InputStream compressed) {
    byte[] buffer = new byte[64 * 1024];
    try (OutputStream input = tool.input()) {
      for (int n; (n = read(compressed, buffer)) > 0; ) {
        input.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The tool ended before its input did: its status and message say why.
    }
  }

  private int read(InputStream compressed, byte[] buffer) {
    try {
      return compressed.read(buffer, 0, buffer.length);
    } catch (IOException e) {
      failure = e;
      return -1;
    }
  }

  @Override
  public int readSome(byte[] into, int offset, int most) throws IOException {
    int n = tool.output().read(into, offset, most);
    if (n < 0 && !atEnd) {
      atEnd = true;
      int status = tool.await();
      Daemon.join(feeder);
      if (failure != null) {
        throw failure;
      }
      if (status != 0) {
        throw tool.refused(status);
      }
    }
    return n;
  }

  @Override
  public void close() {
    tool.close();
  }
}
