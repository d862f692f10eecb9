package io.jenkins.plugins.sdkbootstrap.cli.report;

import java.time.Duration;
import java.util.Locale;

/** Spells amounts for people: bytes in powers of 1000, times in hours, minutes and seconds. */
public final class Sizes {

  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Sizes() {}

  /** Three significant digits and a unit: {@code 384 MB}, {@code 1.46 GB}. */
  public static String bytes(long count) {
    double value = count;
    int unit = 0;
    // 999.5 is the least that three digits would round up to the next unit.
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String format =
        unit == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, format, value, UNITS[unit]);
  }

  /** {@code 1.4 s}, {@code 2 min 05 s}, {@code 3 h 12 min}. */
  public static String time(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }
}
