package io.jenkins.plugins.sdkbootstrap.pages.build;

import hudson.Functions;
import hudson.Util;
import io.jenkins.plugins.sdkbootstrap.history.SdkTrend;
import io.jenkins.plugins.sdkbootstrap.history.TrendPoint;
import io.jenkins.plugins.sdkbootstrap.history.TrendSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A trend as lines over builds, one for each stage, in pixels. It has only positions and texts: the
 * view draws them, and escapes the texts.
 *
 * @param title what is plotted, in a word or two
 * @param description what it shows, for users who do not see it
 * @param left where the lines begin
 * @param right where the lines end
 * @param bottom where 0 is
 * @param amounts the marks at the side
 * @param builds the marks below; not one for each build where there are many
 * @param lines one for each stage
 */
@Restricted(NoExternalUse.class)
public record TrendPlot(
    String title,
    String description,
    int width,
    int height,
    int left,
    int right,
    int bottom,
    List<Mark> amounts,
    List<Mark> builds,
    List<Line> lines) {

  /** How many kinds of lines there are; further stages have them again. */
  private static final int KINDS = 6;

  private static final int LEFT = 62;
  private static final int RIGHT = 24;
  private static final int TOP = 10;
  private static final int BOTTOM = 24;
  private static final int LABEL_WIDTH = 60;

  /** What is plotted. */
  enum Measure {
    TIME(Messages._TrendPlot_Time()),
    SIZE(Messages._TrendPlot_Size()),
    PACKAGES(Messages._TrendPlot_Packages()),
    PACKAGES_SIZE(Messages._TrendPlot_PackagesSize());

    private final Localizable title;

    Measure(Localizable title) {
      this.title = title;
    }

    /** Whether the value is known. */
    boolean isIn(TrendPoint point) {
      return this == TIME || this == SIZE || point.packages() != null;
    }

    long of(TrendPoint point) {
      long value =
          switch (this) {
            case TIME -> point.time().toMillis();
            case SIZE -> point.size();
            case PACKAGES -> point.packages().count();
            case PACKAGES_SIZE -> point.packages().size();
          };
      return Math.max(0, value);
    }

    AxisScale scale(long largest) {
      return switch (this) {
        case TIME -> AxisScale.ofTime(largest);
        case SIZE, PACKAGES_SIZE -> AxisScale.ofSize(largest);
        case PACKAGES -> AxisScale.ofCount(largest);
      };
    }

    String text(TrendPoint point) {
      return switch (this) {
        case TIME -> Util.getTimeSpanString(of(point));
        case SIZE, PACKAGES_SIZE -> Functions.humanReadableByteSize(of(point));
        case PACKAGES -> Messages.TrendPlot_Count(of(point));
      };
    }
  }

  /**
   * A mark of an axis.
   *
   * @param at its position on the axis
   * @param label its text
   */
  @Restricted(NoExternalUse.class)
  public record Mark(int at, String label) {}

  /**
   * A value.
   *
   * @param text the value and what it is of, for people
   */
  @Restricted(NoExternalUse.class)
  public record Dot(int x, int y, String text) {}

  /**
   * The values of a stage.
   *
   * @param kind of line, from 1
   * @param name the stage's
   * @param path as an SVG path
   * @param dots its points
   */
  @Restricted(NoExternalUse.class)
  public record Line(int kind, String name, String path, List<Dot> dots) {}

  /** One measure of a trend's stages; empty where it is known of none. */
  static Optional<TrendPlot> of(SdkTrend trend, Measure measure, int width, int height) {
    List<TrendSeries> series =
        trend.series().stream()
            .map(s -> new TrendSeries(s.number(), s.name(), known(s, measure)))
            .filter(s -> !s.points().isEmpty())
            .toList();
    return series.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Layout(
                    new SdkTrend(trend.sdk(), trend.arch(), trend.builds(), series),
                    measure,
                    width,
                    height)
                .draw());
  }

  private static List<TrendPoint> known(TrendSeries series, Measure measure) {
    return series.points().stream().filter(measure::isIn).toList();
  }

  private record Layout(SdkTrend trend, Measure measure, int width, int height) {

    TrendPlot draw() {
      long largest =
          trend.series().stream()
              .flatMap(series -> series.points().stream())
              .mapToLong(measure::of)
              .max()
              .orElse(0);
      AxisScale scale = measure.scale(largest);
      return new TrendPlot(
          measure.title.toString(),
          description(),
          width,
          height,
          LEFT,
          width - RIGHT,
          height - BOTTOM,
          amounts(scale),
          builds(),
          trend.series().stream().map(series -> line(series, scale)).toList());
    }

    private static String name(TrendSeries series) {
      return Messages.TrendPlot_Stage(series.number(), series.name());
    }

    private Line line(TrendSeries series, AxisScale scale) {
      StringBuilder path = new StringBuilder();
      List<Dot> dots = new ArrayList<>();
      for (TrendPoint point : series.points()) {
        int x = x(trend.builds().indexOf(point.build()));
        int y = y(measure.of(point), scale);
        path.append(String.format(Locale.ROOT, path.isEmpty() ? "M%d %d" : " L%d %d", x, y));
        String text = "#" + point.build() + ", " + name(series) + ": " + measure.text(point);
        dots.add(new Dot(x, y, text));
      }
      return new Line((series.number() - 1) % KINDS + 1, name(series), path.toString(), dots);
    }

    private int x(int index) {
      int builds = trend.builds().size();
      int space = width - LEFT - RIGHT;
      return LEFT + (builds == 1 ? space / 2 : (int) ((long) space * index / (builds - 1)));
    }

    private int y(long value, AxisScale scale) {
      return height - BOTTOM - (int) Math.round((height - TOP - BOTTOM) * (value / scale.end()));
    }

    private List<Mark> amounts(AxisScale scale) {
      List<Mark> marks = new ArrayList<>();
      List<String> labels = scale.labels();
      for (int i = 0; i < labels.size(); i++) {
        marks.add(new Mark(y(scale.step() * i, scale), labels.get(i)));
      }
      return marks;
    }

    private List<Mark> builds() {
      List<Integer> builds = trend.builds();
      int most = Math.max(1, (width - LEFT - RIGHT) / LABEL_WIDTH);
      int every = Math.max(1, (builds.size() + most - 1) / most);
      List<Mark> marks = new ArrayList<>();
      for (int i = builds.size() - 1; i >= 0; i -= every) {
        marks.add(0, new Mark(x(i), "#" + builds.get(i)));
      }
      return marks;
    }

    private String description() {
      StringBuilder text = new StringBuilder();
      text.append(Messages.TrendPlot_Description(measure.title, trend.builds().size()));
      for (TrendSeries series : trend.series()) {
        TrendPoint last = series.points().get(series.points().size() - 1);
        text.append("; ")
            .append(Messages.TrendPlot_Newest(name(series), measure.text(last), last.build()));
      }
      return text.append('.').toString();
    }
  }
}
