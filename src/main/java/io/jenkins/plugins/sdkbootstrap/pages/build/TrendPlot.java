package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Functions;
import hudson.Util;
import io.jenkins.plugins.sdkbootstrap.history.SdkTrend;
import io.jenkins.plugins.sdkbootstrap.history.TrendPoint;
import io.jenkins.plugins.sdkbootstrap.history.TrendSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * A trend as lines over builds, one for each stage, in pixels. Only places and texts: the view
 * draws them, and escapes the texts.
 */
public final class TrendPlot {

  /** Kinds of lines that can be told apart; further stages have them again. */
  private static final int KINDS = 6;

  private static final int LEFT = 62;
  private static final int RIGHT = 24;
  private static final int TOP = 10;
  private static final int BOTTOM = 24;
  private static final int LABEL_WIDTH = 60;

  /** What is plotted. */
  enum Measure {
    TIME("Time", point -> point.time().toMillis(), Util::getTimeSpanString),
    SIZE("Tarball size", TrendPoint::size, Functions::humanReadableByteSize);

    private final String title;
    private final ToLongFunction<TrendPoint> of;
    private final LongFunction<String> text;

    Measure(String title, ToLongFunction<TrendPoint> of, LongFunction<String> text) {
      this.title = title;
      this.of = of;
      this.text = text;
    }

    long of(TrendPoint point) {
      return Math.max(0, of.applyAsLong(point));
    }
  }

  /**
   * A mark of an axis.
   *
   * @param at where on it
   * @param label what stands there
   */
  public record Mark(int at, String label) {}

  /**
   * A value.
   *
   * @param x where
   * @param y where
   * @param text what it is, for people
   */
  public record Dot(int x, int y, String text) {}

  /**
   * The values of a stage.
   *
   * @param kind of line, from 1
   * @param name the stage's
   * @param path in the language of SVG
   * @param dots its points
   */
  public record Line(int kind, String name, String path, List<Dot> dots) {}

  private final SdkTrend trend;
  private final Measure measure;
  private final int width;
  private final int height;
  private final AxisScale scale;
  private final List<Line> lines = new ArrayList<>();

  private TrendPlot(SdkTrend trend, Measure measure, int width, int height) {
    this.trend = trend;
    this.measure = measure;
    this.width = width;
    this.height = height;
    long largest =
        trend.series().stream()
            .flatMap(series -> series.points().stream())
            .mapToLong(measure::of)
            .max()
            .orElse(0);
    scale = measure == Measure.TIME ? AxisScale.ofTime(largest) : AxisScale.ofSize(largest);
    trend.series().forEach(series -> lines.add(line(series)));
  }

  /** The times of a trend's stages. */
  static TrendPlot ofTime(SdkTrend trend, int width, int height) {
    return new TrendPlot(trend, Measure.TIME, width, height);
  }

  /** The sizes of a trend's tarballs. */
  static TrendPlot ofSize(SdkTrend trend, int width, int height) {
    return new TrendPlot(trend, Measure.SIZE, width, height);
  }

  private Line line(TrendSeries series) {
    StringBuilder path = new StringBuilder();
    List<Dot> dots = new ArrayList<>();
    String name = "stage " + series.number() + ", " + series.name();
    for (TrendPoint point : series.points()) {
      int x = x(trend.builds().indexOf(point.build()));
      long value = measure.of(point);
      int y = y(value);
      path.append(String.format(Locale.ROOT, path.isEmpty() ? "M%d %d" : " L%d %d", x, y));
      dots.add(new Dot(x, y, "#" + point.build() + ", " + name + ": " + measure.text.apply(value)));
    }
    return new Line((series.number() - 1) % KINDS + 1, name, path.toString(), dots);
  }

  private int x(int index) {
    int builds = trend.builds().size();
    int space = width - LEFT - RIGHT;
    return LEFT + (builds == 1 ? space / 2 : (int) ((long) space * index / (builds - 1)));
  }

  private int y(long value) {
    return height - BOTTOM - (int) Math.round((height - TOP - BOTTOM) * (value / scale.end()));
  }

  /** What is plotted, in a word or two. */
  public String getTitle() {
    return measure.title;
  }

  /** What it shows, for whoever does not see it. */
  public String getDescription() {
    StringBuilder text = new StringBuilder();
    text.append(measure.title)
        .append(" of each stage over ")
        .append(trend.builds().size())
        .append(trend.builds().size() == 1 ? " build" : " builds");
    for (TrendSeries series : trend.series()) {
      TrendPoint last = series.points().get(series.points().size() - 1);
      text.append("; stage ")
          .append(series.number())
          .append(", ")
          .append(series.name())
          .append(": ")
          .append(measure.text.apply(measure.of(last)))
          .append(" in build ")
          .append(last.build());
    }
    return text.append('.').toString();
  }

  /** How wide it is. */
  public int getWidth() {
    return width;
  }

  /** How high it is. */
  public int getHeight() {
    return height;
  }

  /** Where the lines begin. */
  public int getLeft() {
    return LEFT;
  }

  /** Where the lines end. */
  public int getRight() {
    return width - RIGHT;
  }

  /** Where 0 is. */
  public int getBottom() {
    return height - BOTTOM;
  }

  /** The amounts at the side. */
  public List<Mark> getAmounts() {
    List<Mark> marks = new ArrayList<>();
    List<String> labels = scale.labels();
    for (int i = 0; i < labels.size(); i++) {
      marks.add(new Mark(y(scale.step() * i), labels.get(i)));
    }
    return marks;
  }

  /** The builds below; not every one where there are many. */
  public List<Mark> getBuilds() {
    List<Integer> builds = trend.builds();
    int most = Math.max(1, (width - LEFT - RIGHT) / LABEL_WIDTH);
    int every = Math.max(1, (builds.size() + most - 1) / most);
    List<Mark> marks = new ArrayList<>();
    for (int i = builds.size() - 1; i >= 0; i -= every) {
      marks.add(0, new Mark(x(i), "#" + builds.get(i)));
    }
    return marks;
  }

  /** One for each stage. */
  public List<Line> getLines() {
    return List.copyOf(lines);
  }
}
