package io.jenkins.plugins.sdkbootstrap.build;

import hudson.AbortException;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import jenkins.model.RunAction2;

/**
 * What a build keeps of its bootstraps: their stages, and what roots on agents were unpacked from.
 * Persisted with the build and small; every change is saved.
 *
 * <p>The lists are replaced and never changed, as a build may be saved at any time by anyone.
 */
public final class SdkBuildAction extends InvisibleAction implements RunAction2 {

  private List<StageEntry> stages = new ArrayList<>();
  private List<Origin> origins = new ArrayList<>();
  private List<Note> notes = new ArrayList<>();
  private List<Integer> seedBuilds = new ArrayList<>();

  /** Null in builds of before this was kept. */
  private List<PlannedSdk> plans = new ArrayList<>();

  private String version;
  private transient Run<?, ?> run;

  /** The action of a build, which gets one if it has none. */
  public static SdkBuildAction of(Run<?, ?> run) {
    synchronized (run) {
      SdkBuildAction action = run.getAction(SdkBuildAction.class);
      if (action == null) {
        action = new SdkBuildAction();
        run.addAction(action);
      }
      return action;
    }
  }

  /** A root on an agent. */
  private static final class Origin implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String node;
    private final String root;
    private final String location;
    private final ArrayList<String> digests = new ArrayList<>();
    private final long startedMillis;

    Origin(String node, String root, Seed seed, Instant started) {
      this.node = node;
      this.root = root;
      location = seed.location();
      seed.digests().forEach(d -> digests.add(d.toString()));
      startedMillis = started.toEpochMilli();
    }

    boolean isOf(String node, String root) {
      return this.node.equals(node) && this.root.equals(root);
    }

    RootOrigin value() {
      return new RootOrigin(
          new Seed(location, digests.stream().map(Digest::parse).toList()),
          Instant.ofEpochMilli(startedMillis));
    }
  }

  /** A line for the records of one bootstrap's stages. */
  private static final class Note implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String version;
    private final String arch;
    private final String line;

    Note(String version, String arch, String line) {
      this.version = version;
      this.arch = arch;
      this.line = line;
    }

    boolean isOf(Version of, String arch) {
      return version.equals(of.text()) && this.arch.equals(arch);
    }
  }

  /**
   * Where a root comes from.
   *
   * @param seed what it was unpacked from
   * @param started when that began
   */
  public record RootOrigin(Seed seed, Instant started) {}

  /** The stages of all of this build's bootstraps, in the order they were done. */
  public synchronized List<StageEntry> getStages() {
    return List.copyOf(stages);
  }

  /** What this build set out to bootstrap, in the order it did. */
  public synchronized List<PlannedSdk> getPlans() {
    return plans == null ? List.of() : List.copyOf(plans);
  }

  /** The build. */
  public Run<?, ?> getRun() {
    return run;
  }

  /** The version of a bootstrap of this SDK, where there is one. */
  public synchronized Optional<String> versionOf(String sdk, String arch) {
    return stages.stream()
        .filter(s -> s.getSdk().equals(sdk) && s.getArch().equals(arch))
        .findFirst()
        .map(StageEntry::getVersion);
  }

  /** Takes a stage in, in the place of what was known of it. */
  public void put(StageEntry stage) throws IOException {
    synchronized (this) {
      stages = replaced(stages, s -> s.isSameStage(stage), stage);
    }
    run.save();
  }

  /** Takes a plan in, in the place of what was planned for the same bootstrap. */
  public void putPlan(PlannedSdk plan) throws IOException {
    synchronized (this) {
      plans = replaced(getPlans(), p -> p.isSameBootstrap(plan), plan);
    }
    run.save();
  }

  /**
   * The version of this build's bootstraps where none is given: the same for all of them, however
   * long the build takes.
   *
   * @param otherwise makes it up when it is asked for first
   */
  public String versionOr(Supplier<Version> otherwise) throws IOException {
    synchronized (this) {
      if (version != null) {
        return version;
      }
      version = otherwise.get().text();
    }
    run.save();
    return version;
  }

  /** The same, once it is made up. */
  public synchronized String knownVersion() throws AbortException {
    if (version == null) {
      throw new AbortException("give the version: nothing in this build has set one");
    }
    return version;
  }

  /** Remembers what a root was unpacked from. */
  public void putOrigin(String node, String root, Seed seed, Instant started) throws IOException {
    synchronized (this) {
      Origin origin = new Origin(node, root, seed, started);
      origins = replaced(origins, o -> o.isOf(node, root), origin);
    }
    run.save();
  }

  /** What this build unpacked a root from. */
  public synchronized Optional<RootOrigin> origin(String node, String root) {
    return origins.stream().filter(o -> o.isOf(node, root)).findFirst().map(Origin::value);
  }

  /** Remembers that a seed is, or will be, an artifact of that build of the same job. */
  public void putSeedBuild(int number) throws IOException {
    synchronized (this) {
      seedBuilds = replaced(seedBuilds, n -> n == number, number);
    }
    run.save();
  }

  /** The numbers of the builds that hold what this build has taken, or will take. */
  synchronized Set<Integer> takenFrom() {
    Set<Integer> builds = new HashSet<>(seedBuilds);
    stages.forEach(stage -> builds.add(stage.getBuild()));
    return builds;
  }

  /** Adds lines that the records of one bootstrap's stages still to come shall have. */
  public void addNotes(Version of, String arch, List<String> lines) throws IOException {
    synchronized (this) {
      for (String line : lines) {
        Note note = new Note(of.text(), arch, line);
        notes = replaced(notes, n -> n.isOf(of, arch) && n.line.equals(line), note);
      }
    }
    run.save();
  }

  /** The lines for one bootstrap's records. */
  public synchronized List<String> notes(Version of, String arch) {
    return notes.stream().filter(n -> n.isOf(of, arch)).map(n -> n.line).toList();
  }

  private static <T> List<T> replaced(List<T> list, Predicate<T> old, T by) {
    List<T> changed = new ArrayList<>(list);
    changed.removeIf(old);
    changed.add(by);
    return changed;
  }

  @Override
  public void onAttached(Run<?, ?> r) {
    run = r;
  }

  @Override
  public void onLoad(Run<?, ?> r) {
    run = r;
  }
}
