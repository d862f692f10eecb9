package io.jenkins.plugins.sdkbootstrap.history;

import java.util.List;
import java.util.Optional;

/**
 * The results of one stage over several builds.
 *
 * @param number the stage's, counted from 1
 * @param name what the newest build calls it
 * @param points the oldest first; none for builds that did not run it
 */
public record TrendSeries(int number, String name, List<TrendPoint> points) {

  public TrendSeries {
    points = List.copyOf(points);
  }

  public Optional<TrendPoint> in(int build) {
    return points.stream().filter(point -> point.build() == build).findFirst();
  }
}
