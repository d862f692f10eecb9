package io.jenkins.plugins.sdkbootstrap.history;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

public class SdkTrendTest {

  private static FinishedStage stage(int number, String name, boolean built, long seconds) {
    return new FinishedStage(
        number,
        name,
        built,
        Samples.START,
        Samples.START.plusSeconds(seconds),
        seconds * 10,
        seconds * 30,
        Samples.sha256("x"),
        null,
        0,
        null);
  }

  @Test
  public void hasASeriesForEachStageWithTheOldestBuildFirst() {
    SdkTrend.Collector collector = new SdkTrend.Collector();
    collector.add(9, "sdk", "amd64", stage(2, "new name", true, 4));
    collector.add(9, "sdk", "amd64", stage(1, "one", false, 99));
    collector.add(7, "sdk", "amd64", stage(1, "one", true, 1));
    collector.add(7, "sdk", "amd64", stage(2, "old name", true, 2));
    List<SdkTrend> trends = collector.trends();
    assertEquals(1, trends.size());
    SdkTrend trend = trends.get(0);
    assertEquals(List.of(7, 9), trend.builds());
    assertEquals(
        List.of(
            new TrendSeries(1, "one", List.of(new TrendPoint(7, Duration.ofSeconds(1), 10, null))),
            new TrendSeries(
                2,
                "new name",
                List.of(
                    new TrendPoint(7, Duration.ofSeconds(2), 20, null),
                    new TrendPoint(9, Duration.ofSeconds(4), 40, null)))),
        trend.series());
    assertTrue(trend.series().get(0).in(9).isEmpty());
    assertEquals(40, trend.series().get(1).in(9).orElseThrow().size());
  }

  @Test
  public void keepsSdksAndArchitecturesApartTheLastBuiltFirst() {
    SdkTrend.Collector collector = new SdkTrend.Collector();
    collector.add(3, "sdk", "arm64", stage(1, "one", true, 1));
    collector.add(2, "other", "amd64", stage(1, "one", true, 1));
    collector.add(1, "sdk", "amd64", stage(1, "one", true, 1));
    assertEquals(
        List.of("sdk arm64", "other amd64", "sdk amd64"),
        collector.trends().stream().map(t -> t.sdk() + " " + t.arch()).toList());
  }

  @Test
  public void countsOneBootstrapOfAnSdkInABuild() {
    SdkTrend.Collector collector = new SdkTrend.Collector();
    collector.add(3, "sdk", "amd64", stage(1, "one", true, 1));
    collector.add(3, "sdk", "amd64", stage(1, "one", true, 2));
    assertEquals(1, collector.trends().get(0).series().get(0).points().size());
  }

  @Test
  public void isEmptyWhereNothingRan() {
    SdkTrend.Collector collector = new SdkTrend.Collector();
    collector.add(3, "sdk", "amd64", stage(1, "one", false, 1));
    assertEquals(List.of(), collector.trends());
  }
}
