package io.jenkins.plugins.sdkbootstrap.cli.report;

import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class ConsoleProgressTest {

  private final AtomicLong now = new AtomicLong();
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  public void showsPercentRateAndTimeLeftWhenTheTotalIsKnown() {
    try (ConsoleProgress progress = progress(false)) {
      progress.started("unpack", 400_000_000);
      pass(2);
      progress.advanced(100_000_000);
      progress.tick();
    }
    assertEquals("  unpack: 25%, 50.0 MB/s, 6.0 s left\n", shown());
  }

  @Test
  public void showsAmountAndRateWhenTheTotalIsNotKnown() {
    try (ConsoleProgress progress = progress(false)) {
      progress.started("archive", -1);
      pass(4);
      progress.advanced(2_000_000_000);
      progress.tick();
    }
    assertEquals("  archive: 2.00 GB, 500 MB/s\n", shown());
  }

  @Test
  public void saysWhatAFinishedActionTook() {
    try (ConsoleProgress progress = progress(false)) {
      progress.started("unpack", 1000);
      progress.advanced(1000);
      pass(125);
      progress.finished();
      progress.started("script", -1);
      pass(3);
      progress.finished();
    }
    assertEquals("  unpack: 1.00 kB in 2 min 05 s (8 B/s)\n  script: 3.0 s\n", shown());
  }

  @Test
  public void erasesTheLiveLineOfATerminalBeforeItPrintsAnother() {
    try (ConsoleProgress progress = progress(true)) {
      progress.started("script", -1);
      pass(1);
      progress.tick();
      progress.note("left out 2 device nodes");
    }
    assertEquals("\r\033[K  script: 1.0 s\r\033[K  left out 2 device nodes\n", shown());
  }

  @Test
  public void spellsSizesWithThreeDigits() {
    assertEquals("0 B", Sizes.bytes(0));
    assertEquals("999 B", Sizes.bytes(999));
    assertEquals("1.00 kB", Sizes.bytes(1000));
    assertEquals("1.00 MB", Sizes.bytes(999_999));
    assertEquals("10.0 MB", Sizes.bytes(9_999_999));
    assertEquals("384 MB", Sizes.bytes(384_123_456));
    assertEquals("1 h 01 min", Sizes.time(Duration.ofSeconds(3661)));
  }

  private ConsoleProgress progress(boolean terminal) {
    PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    return new ConsoleProgress(out, terminal, now::get);
  }

  private void pass(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
