package io.jenkins.plugins.sdkbootstrap.pages.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The marks of an axis from 0 up: a few round amounts, of which the last is not less than the
 * largest value.
 *
 * @param step between two marks, in the unit of the values
 * @param marks how many there are above 0
 * @param unit what stands behind the numbers
 * @param ofUnit how much one of these is, in the unit of the values
 */
record AxisScale(long step, int marks, String unit, long ofUnit) {

  private static final int MOST_MARKS = 5;

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** An axis for times in milliseconds, none of them above this one. */
  static AxisScale ofTime(long largest) {
    long[] tenths = {100, 200, 500};
    AxisScale scale = first(largest, tenths, "s", SECOND);
    scale = scale != null ? scale : first(largest, times(SECOND, 1, 2, 5, 10, 15), "s", SECOND);
    scale = scale != null ? scale : first(largest, times(MINUTE, 1, 2, 5, 10, 15), "min", MINUTE);
    scale = scale != null ? scale : first(largest, times(HOUR, 1, 2, 3, 6, 12), "h", HOUR);
    return scale != null ? scale : decimal(largest, "d", DAY);
  }

  /** An axis for sizes in bytes, none of them above this one. */
  static AxisScale ofSize(long largest) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    long unit = 1;
    for (int i = 0; i < units.length - 1; i++) {
      AxisScale scale = first(largest, times(unit, 1, 2, 5, 10, 20, 50, 100, 200), units[i], unit);
      if (scale != null) {
        return scale;
      }
      unit *= 1024;
    }
    return decimal(largest, units[units.length - 1], unit);
  }

  private static long[] times(long unit, long... counts) {
    long[] steps = new long[counts.length];
    for (int i = 0; i < counts.length; i++) {
      steps[i] = unit * counts[i];
    }
    return steps;
  }

  private static AxisScale first(long largest, long[] steps, String unit, long ofUnit) {
    for (long step : steps) {
      if (largest <= step * MOST_MARKS) {
        return of(largest, step, unit, ofUnit);
      }
    }
    return null;
  }

  /** Steps of 1, 2 and 5 times a power of ten units, as many as are needed. */
  private static AxisScale decimal(long largest, String unit, long ofUnit) {
    long power = ofUnit;
    while (true) {
      for (long count : new long[] {1, 2, 5}) {
        if (power > Long.MAX_VALUE / 100) {
          return of(largest, Math.max(1, largest / MOST_MARKS + 1), unit, ofUnit);
        }
        if (largest <= power * count * MOST_MARKS) {
          return of(largest, power * count, unit, ofUnit);
        }
      }
      power *= 10;
    }
  }

  private static AxisScale of(long largest, long step, String unit, long ofUnit) {
    long marks = largest / step + (largest % step == 0 ? 0 : 1);
    return new AxisScale(step, (int) Math.max(1, marks), unit, ofUnit);
  }

  /** What the last mark stands for. */
  double end() {
    return (double) step * marks;
  }

  /** What stands at the marks, that of 0 first. */
  List<String> labels() {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i <= marks; i++) {
      double value = (double) step * i / ofUnit;
      labels.add(
          (step % ofUnit == 0
                  ? String.format(Locale.ROOT, "%.0f", value)
                  : String.format(Locale.ROOT, "%.1f", value))
              + " "
              + unit);
    }
    labels.set(0, "0");
    return labels;
  }
}
