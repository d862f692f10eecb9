package io.jenkins.plugins.sdkbootstrap.pages.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.history.SdkTrend;
import io.jenkins.plugins.sdkbootstrap.history.TrendPoint;
import io.jenkins.plugins.sdkbootstrap.history.TrendSeries;
import io.jenkins.plugins.sdkbootstrap.pages.build.TrendPlot.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class TrendPlotTest {

  private static TrendPoint point(int build, long seconds, long size) {
    return new TrendPoint(build, Duration.ofSeconds(seconds), size, null);
  }

  private static final SdkTrend TREND =
      new SdkTrend(
          "sdk",
          "amd64",
          List.of(3, 5, 9),
          List.of(
              new TrendSeries(1, "one", List.of(point(3, 60, 1024), point(9, 120, 0))),
              new TrendSeries(2, "two", List.of(point(5, 0, 2048)))));

  @Test
  public void drawsALineForEachStageFromZeroUp() {
    TrendPlot plot = TrendPlot.of(TREND, Measure.TIME, 400, 200).get();
    assertEquals(2, plot.lines().size());
    TrendPlot.Line one = plot.lines().get(0);
    assertEquals("stage 1, one", one.name());
    TrendPlot.Dot first = one.dots().get(0);
    TrendPlot.Dot last = one.dots().get(1);
    assertEquals(plot.left(), first.x());
    assertEquals(plot.right(), last.x());
    assertEquals("M%d %d L%d %d".formatted(first.x(), first.y(), last.x(), last.y()), one.path());
    assertTrue(first.y() > last.y());
    assertEquals(plot.bottom(), plot.lines().get(1).dots().get(0).y());
    assertEquals("#9, stage 1, one: 120000 ms", last.text());
    assertEquals(
        "#9, stage 1, one: 0 B",
        TrendPlot.of(TREND, Measure.SIZE, 400, 200).get().lines().get(0).dots().get(1).text());
  }

  @Test
  public void staysInItsFrameWhateverTheValues() {
    SdkTrend odd =
        new SdkTrend(
            "sdk",
            "amd64",
            List.of(1),
            List.of(
                new TrendSeries(
                    1,
                    "one",
                    List.of(
                        new TrendPoint(
                            1, Duration.ofMillis(Long.MAX_VALUE), Long.MAX_VALUE, null))),
                new TrendSeries(2, "two", List.of(point(1, 0, 0)))));
    for (TrendPlot plot :
        List.of(
            TrendPlot.of(odd, Measure.TIME, 400, 200).get(),
            TrendPlot.of(odd, Measure.SIZE, 400, 200).get())) {
      for (TrendPlot.Line line : plot.lines()) {
        for (TrendPlot.Dot dot : line.dots()) {
          assertTrue(dot.x() >= plot.left() && dot.x() <= plot.right());
          assertTrue(dot.y() >= 0 && dot.y() <= plot.bottom());
        }
      }
      assertTrue(plot.amounts().size() <= 7);
    }
  }

  @Test
  public void namesAsManyBuildsAsFit() {
    List<Integer> builds = new ArrayList<>();
    List<TrendPoint> points = new ArrayList<>();
    for (int n = 1; n <= 100; n++) {
      builds.add(n);
      points.add(point(n, n, n));
    }
    SdkTrend many =
        new SdkTrend("sdk", "amd64", builds, List.of(new TrendSeries(1, "one", points)));
    TrendPlot plot = TrendPlot.of(many, Measure.TIME, 400, 200).get();
    assertTrue(plot.builds().size() <= 6);
    assertEquals("#100", plot.builds().get(plot.builds().size() - 1).label());
  }

  @Test
  public void tellsTheNewestValuesInWords() {
    assertEquals(
        "Time of each stage over 3 builds; stage 1, one: 120000 ms in build 9; stage 2, two: 0 ms"
            + " in build 5.",
        TrendPlot.of(TREND, Measure.TIME, 400, 200).get().description());
  }

  @Test
  public void marksRoundAmounts() {
    assertEquals(List.of("0", "0.1 s"), AxisScale.ofTime(0).labels());
    assertEquals(List.of("0", "0.5 s", "1.0 s", "1.5 s"), AxisScale.ofTime(1200).labels());
    assertEquals(List.of("0", "10 s", "20 s", "30 s", "40 s"), AxisScale.ofTime(40_000).labels());
    assertEquals(List.of("0", "1 min", "2 min"), AxisScale.ofTime(90_000).labels());
    assertEquals(
        List.of("0", "1 h", "2 h", "3 h", "4 h", "5 h"), AxisScale.ofTime(5 * 3_600_000).labels());
    assertEquals(
        List.of("0", "1 d", "2 d", "3 d", "4 d"), AxisScale.ofTime(4 * 86_400_000L).labels());
    assertEquals(List.of("0", "5 MiB", "10 MiB", "15 MiB"), AxisScale.ofSize(12 << 20).labels());
    assertEquals(List.of("0", "1 B"), AxisScale.ofSize(0).labels());
    assertEquals(List.of("0", "2 TiB", "4 TiB", "6 TiB"), AxisScale.ofSize(6L << 40).labels());
  }
}
