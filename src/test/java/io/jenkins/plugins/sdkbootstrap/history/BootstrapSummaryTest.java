package io.jenkins.plugins.sdkbootstrap.history;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Test;

public class BootstrapSummaryTest {

  private static FinishedStage stage(
      int number, boolean built, long seconds, long size, int drift) {
    return new FinishedStage(
        number,
        "name",
        built,
        Samples.START,
        Samples.START.plusSeconds(seconds),
        size,
        3 * size,
        Samples.sha256("x"),
        null,
        drift,
        null);
  }

  @Test
  public void countsTheTimeOfWhatRanAndTheSizeOfTheSdk() {
    BootstrapSummary summary =
        BootstrapSummary.of(
            3,
            List.of(stage(1, false, 500, 7, 2), stage(2, true, 60, 8, 0), stage(3, true, 5, 9, 0)));
    assertEquals(new BootstrapSummary(3, 2, 1, Duration.ofSeconds(65), 9, 2), summary);
    assertTrue(summary.isComplete());
  }

  @Test
  public void isNotCompleteWithoutTheLastStage() {
    BootstrapSummary summary = BootstrapSummary.of(3, List.of(stage(1, true, 1, 7, 0)));
    assertFalse(summary.isComplete());
    assertEquals(1, summary.built());
    assertEquals(-1, summary.sdkSize());
  }

  @Test
  public void takesTimesThatNoClockShows() {
    assertEquals(Duration.ZERO, stage(1, true, -5, 1, 0).time());
    FinishedStage longest =
        new FinishedStage(
            1, "n", true, Instant.MIN, Instant.MAX, 1, 1, Samples.sha256("x"), null, 0, null);
    FinishedStage second =
        new FinishedStage(
            2, "n", true, Instant.MIN, Instant.MAX, 1, 1, Samples.sha256("x"), null, 0, null);
    assertEquals(Duration.ofDays(7300), BootstrapSummary.of(2, List.of(longest, second)).time());
  }

  @Test
  public void hasARatioUnlessTheTarballIsEmpty() {
    assertEquals(3.0, stage(1, true, 1, 5, 0).ratio().orElseThrow(), 0);
    assertTrue(stage(1, true, 1, 0, 0).ratio().isEmpty());
    assertThrows(IllegalArgumentException.class, () -> stage(1, true, 1, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> stage(100, true, 1, 1, 0));
  }
}
