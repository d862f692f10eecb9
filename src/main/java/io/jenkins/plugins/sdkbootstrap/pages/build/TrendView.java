package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Functions;
import hudson.Util;
import io.jenkins.plugins.sdkbootstrap.history.SdkTrend;
import io.jenkins.plugins.sdkbootstrap.history.TrendPoint;
import io.jenkins.plugins.sdkbootstrap.history.TrendSeries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The trend of one SDK, as the pages and the API show it. */
@ExportedBean(defaultVisibility = 999)
public final class TrendView {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 260;
  private static final int SMALL_WIDTH = 380;
  private static final int SMALL_HEIGHT = 130;

  private final SdkTrend trend;

  TrendView(SdkTrend trend) {
    this.trend = trend;
  }

  /** The SDK's name. */
  @Exported
  public String getSdk() {
    return trend.sdk();
  }

  /** The architecture. */
  @Exported
  public String getArch() {
    return trend.arch();
  }

  /** One for each stage, in order. */
  @Exported(name = "stages")
  public List<Series> getSeries() {
    return trend.series().stream().map(Series::new).toList();
  }

  /** For the page of its own. */
  public List<TrendPlot> getPlots() {
    return List.of(TrendPlot.ofTime(trend, WIDTH, HEIGHT), TrendPlot.ofSize(trend, WIDTH, HEIGHT));
  }

  /** For the job's page. */
  public List<TrendPlot> getSmallPlots() {
    return List.of(
        TrendPlot.ofTime(trend, SMALL_WIDTH, SMALL_HEIGHT),
        TrendPlot.ofSize(trend, SMALL_WIDTH, SMALL_HEIGHT));
  }

  /** The same as a table, the newest build first. */
  public List<Row> getRows() {
    List<Row> rows = new ArrayList<>();
    for (int build : trend.builds()) {
      List<Cell> cells =
          trend.series().stream()
              .map(series -> series.in(build).map(Cell::new).orElse(null))
              .toList();
      rows.add(new Row(build, cells));
    }
    Collections.reverse(rows);
    return rows;
  }

  /**
   * What a build did.
   *
   * @param build its number
   * @param cells one for each series; null where it did not run the stage
   */
  public record Row(int build, List<Cell> cells) {}

  /** What a stage came to in a build, for people. */
  public static final class Cell {

    private final TrendPoint point;

    Cell(TrendPoint point) {
      this.point = point;
    }

    /** How long it took. */
    public String getTimeText() {
      return Util.getTimeSpanString(point.time().toMillis());
    }

    /** How large its tarball is. */
    public String getSizeText() {
      return Functions.humanReadableByteSize(point.size());
    }
  }

  /** What a stage came to over builds. */
  @ExportedBean(defaultVisibility = 999)
  public static final class Series {

    private final TrendSeries series;

    Series(TrendSeries series) {
      this.series = series;
    }

    /** The stage's number. */
    @Exported
    public int getStage() {
      return series.number();
    }

    /** What the newest build calls it. */
    @Exported
    public String getName() {
      return series.name();
    }

    /** The oldest build first; none for builds that did not run it. */
    @Exported
    public List<Point> getPoints() {
      return series.points().stream().map(Point::new).toList();
    }
  }

  /** What a stage came to in a build. */
  @ExportedBean(defaultVisibility = 999)
  public static final class Point {

    private final TrendPoint point;

    Point(TrendPoint point) {
      this.point = point;
    }

    /** The build's number. */
    @Exported
    public int getBuild() {
      return point.build();
    }

    /** How long it took, in milliseconds. */
    @Exported
    public long getTime() {
      return point.time().toMillis();
    }

    /** How large its tarball is, in bytes. */
    @Exported
    public long getSize() {
      return point.size();
    }
  }
}
