package hudson.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A job and its builds, in memory. */
public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>>
    extends AbstractItem implements hudson.ExtensionPoint {

  private final TreeMap<Integer, RunT> builds = new TreeMap<>();

  private final List<JobProperty<?>> properties = new ArrayList<>();

  public abstract boolean isBuildable();

  public void addProperty(JobProperty<?> property) {
    properties.add(property);
  }

  @SuppressWarnings("rawtypes")
  public <T extends JobProperty> T getProperty(Class<T> type) {
    return properties.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
  }

  public void add(RunT build) {
    builds.put(build.getNumber(), build);
  }

  public Stream<RunT> builds() {
    return List.copyOf(builds.values()).stream();
  }

  public void remove(int number) {
    builds.remove(number);
  }

  public RunT before(int number) {
    Map.Entry<Integer, RunT> entry = builds.lowerEntry(number);
    return entry == null ? null : entry.getValue();
  }

  public RunT getBuildByNumber(int n) {
    return builds.get(n);
  }

  public RunT getLastBuild() {
    return builds.isEmpty() ? null : builds.lastEntry().getValue();
  }

  public RunT getLastCompletedBuild() {
    return last(build -> !build.isBuilding());
  }

  public RunT getLastSuccessfulBuild() {
    return last(build -> build.getResult() == Result.SUCCESS);
  }

  private RunT last(java.util.function.Predicate<RunT> such) {
    return builds.descendingMap().values().stream().filter(such).findFirst().orElse(null);
  }
}
