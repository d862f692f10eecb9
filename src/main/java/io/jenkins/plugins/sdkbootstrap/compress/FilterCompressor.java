package io.jenkins.plugins.sdkbootstrap.compress;

import io.jenkins.plugins.sdkbootstrap.io.Daemon;
import io.jenkins.plugins.sdkbootstrap.process.ToolProcess;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Compresses with an external tool. */
final class FilterCompressor extends TarCompressor {

  private final ToolProcess tool;
  private final ArchiveOutput out;
  private final Thread writer;
  private volatile IOException failure;

  FilterCompressor(String name, List<String> command, ArchiveOutput out) throws IOException {
    this.out = out;
    this.tool = ToolProcess.start(name, command, ToolProcess.Messages.NONE);
    this.writer = Daemon.start(name + "-output", this::copy);
  }

  private void copy() {
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = tool.output()) {
      for (int n; (n = in.read(buffer, 0, buffer.length)) > 0; ) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      tool.input().write(bytes, offset, length);
    } catch (IOException e) {
      throw cause(e);
    }
  }

  /** A broken pipe means that the tool failed, or writing its output did. */
  private IOException cause(IOException brokenPipe) throws IOException {
    int status = tool.await();
    if (failure != null) {
      return failure;
    }
    return status != 0 ? tool.failed(status) : brokenPipe;
  }

  @Override
  public void finish() throws IOException {
    try {
      tool.input().close();
    } catch (IOException e) {
      throw cause(e);
    }
    int status = tool.await();
    Daemon.join(writer);
    if (failure != null) {
      throw failure;
    }
    if (status != 0) {
      throw tool.failed(status);
    }
  }

  @Override
  public void close() {
    tool.close();
  }
}
