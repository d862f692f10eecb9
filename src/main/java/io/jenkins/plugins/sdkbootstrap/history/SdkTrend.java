package io.jenkins.plugins.sdkbootstrap.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How long the stages of one SDK take and how large they are, over builds.
 *
 * @param sdk its name
 * @param arch its architecture
 * @param builds the numbers of the builds that ran a stage, the oldest first
 * @param series one for each stage, in order
 */
public record SdkTrend(String sdk, String arch, List<Integer> builds, List<TrendSeries> series) {

  public SdkTrend {
    builds = List.copyOf(builds);
    series = List.copyOf(series);
  }

  /** Collects builds, the newest first, and groups them by SDK. */
  public static final class Collector {

    private record Key(String sdk, String arch) {}

    private static final class Stage {
      private final String name;
      private final List<TrendPoint> points = new ArrayList<>();

      Stage(String name) {
        this.name = name;
      }

      void add(TrendPoint point) {
        if (points.isEmpty() || points.get(points.size() - 1).build() != point.build()) {
          points.add(point);
        }
      }
    }

    private final Map<Key, TreeMap<Integer, Stage>> sdks = new LinkedHashMap<>();

    /**
     * Adds one stage of a build. A reused stage is ignored. If a build has two bootstraps of one
     * SDK, the first one counts.
     */
    public void add(int build, String sdk, String arch, FinishedStage stage) {
      if (stage.built()) {
        sdks.computeIfAbsent(new Key(sdk, arch), k -> new TreeMap<>())
            .computeIfAbsent(stage.number(), n -> new Stage(stage.name()))
            .add(new TrendPoint(build, stage.time(), stage.size(), stage.packages()));
      }
    }

    /** The trends; the SDK that was built last comes first. */
    public List<SdkTrend> trends() {
      List<SdkTrend> trends = new ArrayList<>();
      sdks.forEach((key, stages) -> trends.add(trend(key, stages)));
      return trends;
    }

    private static SdkTrend trend(Key key, TreeMap<Integer, Stage> stages) {
      TreeSet<Integer> builds = new TreeSet<>();
      List<TrendSeries> series = new ArrayList<>();
      stages.forEach(
          (number, stage) -> {
            List<TrendPoint> oldestFirst = new ArrayList<>(stage.points);
            Collections.reverse(oldestFirst);
            oldestFirst.forEach(point -> builds.add(point.build()));
            series.add(new TrendSeries(number, stage.name, oldestFirst));
          });
      return new SdkTrend(key.sdk, key.arch, List.copyOf(builds), series);
    }
  }
}
