package io.jenkins.plugins.sdkbootstrap.cli.report;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Hands what is written on by lines; a very long one in parts. */
public final class LineOutput extends OutputStream {

  private static final int LONGEST = 1 << 16;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  public LineOutput(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public synchronized void write(int b) {
    if (b != '\n') {
      line.write(b);
    }
    if (b == '\n' || line.size() >= LONGEST) {
      end();
    }
  }

  private void end() {
    lines.accept(line.toString(StandardCharsets.UTF_8));
    line.reset();
  }

  @Override
  public synchronized void close() {
    if (line.size() > 0) {
      end();
    }
  }
}
