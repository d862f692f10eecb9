package io.jenkins.plugins.sdkbootstrap.config;

import io.jenkins.plugins.sdkbootstrap.config.ConfigProblem.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one file, up to a number that people can still read. */
public final class Problems {

  private static final int MOST = 100;

  private final List<ConfigProblem> found = new ArrayList<>();
  private final Place whole;
  private int more;

  public Problems(String file) {
    whole = new Place(file, 1, 1, "");
  }

  public void add(Place place, String message) {
    if (found.size() < MOST) {
      found.add(place.problem(message));
    } else {
      more++;
    }
  }

  /** The file as a whole. */
  Place whole() {
    return whole;
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public ConfigException exception() {
    List<ConfigProblem> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparingInt((ConfigProblem p) -> p.place().line())
            .thenComparingInt(p -> p.place().column()));
    if (more > 0) {
      sorted.add(whole.problem("and " + more + " more problems"));
    }
    return new ConfigException(sorted);
  }
}
