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
 * @param unit the unit of the labels
 * @param ofUnit how much one of these is, in the unit of the values
 */
record AxisScale(long step, int marks, String unit, long ofUnit) {

  private static final int MOST_MARKS = 5;

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private static final List<Unit> TIMES =
      List.of(
          new Unit("s", SECOND, SECOND / 10, 1, 2, 5, 10, 20, 50, 100, 150),
          new Unit("min", MINUTE, MINUTE, 1, 2, 5, 10, 15),
          new Unit("h", HOUR, HOUR, 1, 2, 3, 6, 12),
          new Unit("d", 24 * HOUR, 24 * HOUR));

  private static final List<Unit> SIZES =
      List.of(
          Unit.binary("B", 0),
          Unit.binary("KiB", 1),
          Unit.binary("MiB", 2),
          Unit.binary("GiB", 3),
          new Unit("TiB", 1L << 40, 1L << 40));

  private static final List<Unit> COUNTS = List.of(new Unit("", 1, 1));

  /** A unit, and the steps in it: these multiples of {@code smallest}. */
  private record Unit(String name, long size, long smallest, int... steps) {

    static Unit binary(String name, int power) {
      return new Unit(name, 1L << 10 * power, 1L << 10 * power, 1, 2, 5, 10, 20, 50, 100, 200);
    }
  }

  /** An axis for times in milliseconds, none of them above this one. */
  static AxisScale ofTime(long largest) {
    return of(largest, TIMES);
  }

  /** An axis for sizes in bytes, none of them above this one. */
  static AxisScale ofSize(long largest) {
    return of(largest, SIZES);
  }

  /** An axis for numbers, none of them above this one. */
  static AxisScale ofCount(long largest) {
    return of(largest, COUNTS);
  }

  private static AxisScale of(long largest, List<Unit> units) {
    for (Unit unit : units) {
      for (int step : unit.steps) {
        if (largest <= step * unit.smallest * MOST_MARKS) {
          return of(largest, step * unit.smallest, unit);
        }
      }
    }
    // Steps of 1, 2 and 5 times a power of ten of the last unit, as large as is needed.
    Unit last = units.get(units.size() - 1);
    for (long power = last.size; power <= Long.MAX_VALUE / 100; power *= 10) {
      for (int count : new int[] {1, 2, 5}) {
        if (largest <= power * count * MOST_MARKS) {
          return of(largest, power * count, last);
        }
      }
    }
    return of(largest, largest / MOST_MARKS + 1, last);
  }

  private static AxisScale of(long largest, long step, Unit unit) {
    long marks = largest / step + (largest % step == 0 ? 0 : 1);
    return new AxisScale(step, (int) Math.max(1, marks), unit.name, unit.size);
  }

  /** The amount at the last mark. */
  double end() {
    return (double) step * marks;
  }

  /** The labels of the marks, that of 0 first. */
  List<String> labels() {
    String format = step % ofUnit == 0 ? "%.0f %s" : "%.1f %s";
    List<String> labels = new ArrayList<>(List.of("0"));
    for (int i = 1; i <= marks; i++) {
      labels.add(String.format(Locale.ROOT, format, (double) step * i / ofUnit, unit).strip());
    }
    return labels;
  }
}
