package io.jenkins.plugins.sdkbootstrap.build;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.stage.InputDigester;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.RunAction2;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a build keeps of its bootstraps: their plans and stages, what roots on agents were made
 * from, and which bootstraps are under way. Persisted with the build and small; every change is
 * saved.
 *
 * <p>The lists are replaced and never changed, as a build may be saved at any time by anyone.
 */
@Restricted(NoExternalUse.class)
public final class SdkBuildAction extends InvisibleAction implements RunAction2 {

  private static final Logger LOGGER = Logger.getLogger(SdkBuildAction.class.getName());

  private List<StageEntry> stages = new ArrayList<>();
  private List<RootState> roots = new ArrayList<>();
  private List<Integer> seedBuilds = new ArrayList<>();
  private List<PlannedSdk> plans = new ArrayList<>();
  private List<Turn> turns = new ArrayList<>();

  /** The builds that have taken what this one has made, as {@link HeldBuilds} names them. */
  private List<String> users = new ArrayList<>();

  /** Whether Jenkins keeps the build because of them. */
  private boolean held;

  private List<FailedStage> failed = new ArrayList<>();
  private List<StageEntry> logs = new ArrayList<>();

  private String version;
  private transient Run<?, ?> run;

  /**
   * What is missing, or not whole, counts as not there: the build is of an earlier version of the
   * plugin, or its build.xml was damaged or edited.
   */
  private Object readResolve() {
    stages = whole(stages, StageEntry::requireWhole);
    roots = whole(roots, RootState::requireWhole);
    seedBuilds = whole(seedBuilds, number -> {});
    plans = whole(plans, PlannedSdk::requireWhole);
    turns = whole(turns, Turn::requireWhole);
    users = whole(users, user -> {});
    failed = whole(failed, FailedStage::requireWhole);
    logs = whole(logs, StageEntry::requireWhole);
    return this;
  }

  /**
   * What of a loaded list is whole.
   *
   * @param check throws for what is not
   */
  private static <T> List<T> whole(List<T> loaded, Consumer<T> check) {
    List<T> whole = new ArrayList<>();
    for (T one : loaded == null ? List.<T>of() : loaded) {
      try {
        check.accept(Objects.requireNonNull(one));
        whole.add(one);
      } catch (IllegalArgumentException | NullPointerException e) {
        LOGGER.log(Level.WARNING, "left out of a build.xml, as it is not whole: {0}", e.toString());
      }
    }
    return whole;
  }

  /** The action of a build that is about to keep something; it gets one if it has none. */
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

  /** The action of a build that may have none, and gets none by that. */
  public static Optional<SdkBuildAction> find(Run<?, ?> run) {
    return Optional.ofNullable(run.getAction(SdkBuildAction.class));
  }

  /** A bootstrap that is under way in this build. */
  private static final class Turn implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String sdk;
    private final String arch;
    private final String version;
    private final String flowNode;

    Turn(BootstrapId bootstrap, String flowNode) {
      sdk = bootstrap.sdk();
      arch = bootstrap.arch();
      version = bootstrap.version().text();
      this.flowNode = flowNode;
    }

    void requireWhole() {
      new BootstrapId(sdk, arch, new Version(version));
      Objects.requireNonNull(flowNode, "flowNode");
    }

    boolean isOf(BootstrapId bootstrap) {
      return sdk.equals(bootstrap.sdk())
          && arch.equals(bootstrap.arch())
          && version.equals(bootstrap.version().text());
    }
  }

  /** The stages of all of this build's bootstraps, in the order they were done. */
  public synchronized List<StageEntry> getStages() {
    return List.copyOf(stages);
  }

  /** The stages that failed, in the order they did. */
  public synchronized List<FailedStage> getFailed() {
    return List.copyOf(failed);
  }

  /** Takes a stage in that failed, in the place of what was known of its failure. */
  public void putFailed(FailedStage stage) throws IOException {
    synchronized (this) {
      failed = replaced(getFailed(), f -> f.id().equals(stage.id()), stage);
    }
    run.save();
  }

  /** The logs that were collected of stages of this build, each as {@link StageEntry#logs}. */
  public synchronized List<StageEntry> getLogs() {
    return List.copyOf(logs);
  }

  /** Takes logs in, in the place of older ones of the same stage. */
  public void putLogs(StageEntry of) throws IOException {
    synchronized (this) {
      logs = replaced(getLogs(), l -> l.isSameStage(of), of);
    }
    run.save();
  }

  /** What this build set out to bootstrap as a whole, in the order it did. */
  public synchronized List<PlannedSdk> getPlans() {
    return plans.stream().filter(PlannedSdk::isWhole).toList();
  }

  /** The plan of a bootstrap. */
  public synchronized Optional<PlannedSdk> plan(BootstrapId bootstrap) {
    return plans.stream().filter(plan -> plan.isOf(bootstrap)).findFirst();
  }

  /**
   * The plan that was made from the sdk.yaml at a place.
   *
   * @param place the agent and the absolute path
   * @param version the bootstrap's
   * @param arch its architecture; null for any
   */
  public synchronized Optional<PlannedSdk> planAt(String place, Version version, String arch) {
    return plans.stream()
        .filter(plan -> plan.isAt(place) && plan.getVersion().equals(version.text()))
        .filter(plan -> arch == null || plan.getArch().equals(arch))
        .findFirst();
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
      failed = new ArrayList<>(getFailed());
      failed.removeIf(f -> f.id().equals(stage.id()));
    }
    // A line too many is noticed, one that is missing is not.
    StageIndex.add(run, stage);
    run.save();
  }

  /**
   * Takes a plan in, in the place of what was planned for the same bootstrap.
   *
   * @param yaml the sdk.yaml
   */
  public void putPlan(PlannedSdk plan, byte[] yaml) throws IOException {
    plan.save(run, yaml);
    synchronized (this) {
      plans = replaced(plans, p -> p.isOf(plan.id()), plan);
    }
    run.save();
  }

  /** Keeps what an agent has seen of the files that a bootstrap's stages are made from. */
  public void putSeen(BootstrapId bootstrap, Map<String, InputDigester.Seen> files)
      throws IOException {
    Optional<PlannedSdk> plan = plan(bootstrap);
    if (plan.isPresent()) {
      plan.get().see(files);
      run.save();
    }
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
  public synchronized Optional<String> knownVersion() {
    return Optional.ofNullable(version);
  }

  /** Remembers what a root was unpacked from. */
  public void putRoot(RootState root) throws IOException {
    synchronized (this) {
      roots = replaced(roots, r -> r.isAt(root), root);
    }
    run.save();
  }

  /** What this build knows of a root. */
  public synchronized Optional<RootState> root(String node, String path) {
    return roots.stream().filter(r -> r.isAt(node, path)).findFirst();
  }

  synchronized List<RootState> getRoots() {
    return List.copyOf(roots);
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
    stages.stream()
        .filter(stage -> stage.getJob().isEmpty())
        .forEach(stage -> builds.add(stage.getBuild()));
    return builds;
  }

  /** The Pipeline step by which a bootstrap is under way in this build, if it is. */
  synchronized Optional<String> turn(BootstrapId bootstrap) {
    return turns.stream().filter(t -> t.isOf(bootstrap)).findFirst().map(t -> t.flowNode);
  }

  void putTurn(BootstrapId bootstrap, String flowNode) throws IOException {
    synchronized (this) {
      turns = replaced(turns, t -> t.isOf(bootstrap), new Turn(bootstrap, flowNode));
    }
    run.save();
  }

  void endTurn(BootstrapId bootstrap) throws IOException {
    synchronized (this) {
      List<Turn> others = new ArrayList<>(turns);
      others.removeIf(t -> t.isOf(bootstrap));
      turns = others;
    }
    run.save();
  }

  /** The builds that have taken what this one has made, as {@link HeldBuilds} names them. */
  synchronized List<String> getUsers() {
    return List.copyOf(users);
  }

  /** Whether Jenkins keeps this build only because of them. */
  synchronized boolean isHeld() {
    return held;
  }

  /**
   * Notes a build that has taken what this one has made.
   *
   * @param free whether nothing has kept this build until now
   * @return whether it is to be kept by Jenkins from now on
   */
  boolean addUser(String id, boolean free) throws IOException {
    synchronized (this) {
      users = replaced(users, id::equals, id);
      held |= free;
    }
    run.save();
    return free;
  }

  /**
   * Forgets builds that have taken what this one has made.
   *
   * @return whether Jenkins no longer has to keep it
   */
  boolean removeUsers(List<String> ids) throws IOException {
    boolean free;
    synchronized (this) {
      List<String> others = new ArrayList<>(users);
      others.removeAll(ids);
      users = others;
      free = held && users.isEmpty();
      held &= !free;
    }
    run.save();
    return free;
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
