package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Util;
import io.jenkins.plugins.sdkbootstrap.history.SdkTrend;
import io.jenkins.plugins.sdkbootstrap.history.TrendPoint;
import io.jenkins.plugins.sdkbootstrap.history.TrendSeries;
import io.jenkins.plugins.sdkbootstrap.pages.build.TrendPlot.Measure;
import io.jenkins.plugins.sdkbootstrap.provenance.PackageSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The trend of one SDK, as the pages and the API show it. */
@ExportedBean(defaultVisibility = 999)
@Restricted(NoExternalUse.class)
public record TrendView(@Exported String sdk, @Exported String arch, SdkTrend trend) {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 260;
  private static final int SMALL_WIDTH = 380;
  private static final int SMALL_HEIGHT = 130;

  static TrendView of(SdkTrend trend) {
    return new TrendView(trend.sdk(), trend.arch(), trend);
  }

  /**
   * A build.
   *
   * @param build its number
   * @param cells one for each series; null where the build did not run the stage
   */
  @Restricted(NoExternalUse.class)
  public record Row(int build, List<Point> cells) {}

  /**
   * A stage over the builds.
   *
   * @param stage its number
   * @param name its name in the newest build
   * @param points the oldest build first; none for builds that did not run it
   */
  @ExportedBean(defaultVisibility = 999)
  @Restricted(NoExternalUse.class)
  public record Series(@Exported int stage, @Exported String name, @Exported List<Point> points) {

    static Series of(TrendSeries series) {
      List<Point> points = series.points().stream().map(Point::of).toList();
      return new Series(series.number(), series.name(), points);
    }
  }

  /**
   * A stage in a build.
   *
   * @param build the build's number
   * @param time how long the stage took, in milliseconds
   * @param bytes of its tarball
   * @param packages how many it consists of; null where that is not known
   * @param packagesSize bytes of their files; null where that is not known
   */
  @ExportedBean(defaultVisibility = 999)
  @Restricted(NoExternalUse.class)
  public record Point(
      @Exported int build,
      @Exported long time,
      @Exported(name = "size") long bytes,
      @Exported(skipNull = true) Integer packages,
      @Exported(skipNull = true) Long packagesSize) {

    static Point of(TrendPoint point) {
      PackageSummary packages = point.packages();
      return new Point(
          point.build(),
          point.time().toMillis(),
          point.size(),
          packages == null ? null : packages.count(),
          packages == null ? null : packages.size());
    }

    /** The time for people. */
    public String timeText() {
      return Util.getTimeSpanString(time);
    }
  }

  /** One for each stage, in order. */
  @Exported(name = "stages")
  public List<Series> series() {
    return trend.series().stream().map(Series::of).toList();
  }

  /** For the page of its own. */
  public List<TrendPlot> plots() {
    return plots(WIDTH, HEIGHT, Measure.values());
  }

  /** The same for narrow windows. */
  public List<TrendPlot> narrowPlots() {
    return plots(SMALL_WIDTH, SMALL_HEIGHT, Measure.values());
  }

  /** For the job's page. */
  public List<TrendPlot> smallPlots() {
    return plots(SMALL_WIDTH, SMALL_HEIGHT, Measure.TIME, Measure.SIZE);
  }

  private List<TrendPlot> plots(int width, int height, Measure... measures) {
    return Arrays.stream(measures)
        .flatMap(measure -> TrendPlot.of(trend, measure, width, height).stream())
        .toList();
  }

  /** The same as a table, the newest build first. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int build : trend.builds()) {
      List<Point> cells =
          trend.series().stream()
              .map(series -> series.in(build).map(Point::of).orElse(null))
              .toList();
      rows.add(new Row(build, cells));
    }
    Collections.reverse(rows);
    return rows;
  }
}
