package io.jenkins.plugins.sdkbootstrap.build;

import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStages;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import jenkins.util.VirtualFile;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The stages of one bootstrap among the artifacts of a job's earlier builds: of each stage the
 * newest. Nothing of a tarball is read here, as it may be far away and large: that its size is what
 * the record says is checked now, its digest when it is fetched.
 */
@Restricted(NoExternalUse.class)
public final class EarlierBuilds implements StoredStages {

  /** How many builds with the same stage are examined: what is gone is gone in most. */
  private static final int MOST_TRIES = 20;

  private final BootstrapId bootstrap;
  private final List<Job<?, ?>> jobs;
  private final Map<Integer, Run<?, ?>> holders = new HashMap<>();
  private final Map<Integer, StageEntry> entries = new HashMap<>();
  private final Map<Integer, String> problems = new HashMap<>();
  private final Set<StageEntry> excluded = new HashSet<>();

  private EarlierBuilds(BootstrapId bootstrap, List<Job<?, ?>> jobs) {
    this.bootstrap = bootstrap;
    this.jobs = jobs;
  }

  /**
   * Looks through all builds of the job, the newest first.
   *
   * @param others jobs whose builds may have a stage that was made from the same
   */
  public static EarlierBuilds ofJob(
      Run<?, ?> current, BootstrapId bootstrap, List<Job<?, ?>> others) throws IOException {
    List<Job<?, ?>> jobs = new ArrayList<>(List.of(current.getParent()));
    jobs.addAll(others);
    EarlierBuilds found = new EarlierBuilds(bootstrap, jobs);
    for (StageIndex.Line line :
        StageIndex.find(current.getParent(), line -> line.made() && line.isOf(bootstrap))) {
      Run<?, ?> build = current.getParent().getBuildByNumber(line.build());
      if (build != null && !found.holders.containsKey(line.number())) {
        found.collect(build, false);
      }
    }
    return found;
  }

  /** Looks only at what one build built or reused. */
  public static EarlierBuilds of(Run<?, ?> build, BootstrapId bootstrap) {
    EarlierBuilds found = new EarlierBuilds(bootstrap, List.of());
    found.collect(build, true);
    return found;
  }

  private void collect(Run<?, ?> build, boolean reusedToo) {
    SdkBuildAction action = build.getAction(SdkBuildAction.class);
    if (action == null) {
      return;
    }
    for (StageEntry stage : action.getStages()) {
      if (!stage.isOf(bootstrap)) {
        continue;
      }
      if (stage.getState() == StageEntry.State.BUILT) {
        add(build, stage);
      } else if (reusedToo) {
        Run<?, ?> holder = stage.holder(build);
        if (holder != null) {
          add(holder, stage);
        }
      }
    }
  }

  /** Excludes a stage that cannot be reused after all. */
  public void exclude(int number, String problem) {
    problems.put(number, problem);
    excluded.add(entries.get(number));
  }

  private void add(Run<?, ?> holder, StageEntry stage) {
    if (holders.putIfAbsent(stage.getNumber(), holder) == null) {
      entries.put(stage.getNumber(), stage);
    }
  }

  /**
   * How long a stage took in the newest earlier build of the job that made it, in whichever
   * version; empty where none has.
   */
  public static Optional<Duration> lastTime(Run<?, ?> run, StageId stage) throws IOException {
    Job<?, ?> job = run.getParent();
    for (StageIndex.Line line : StageIndex.find(job, alike(stage))) {
      Run<?, ?> build = line.build() < run.getNumber() ? job.getBuildByNumber(line.build()) : null;
      Optional<StageEntry> entry =
          build == null
              ? Optional.empty()
              : SdkBuildAction.find(build).stream()
                  .flatMap(action -> action.getStages().stream())
                  .filter(made -> made.getState() == StageEntry.State.BUILT)
                  .filter(
                      made -> made.getNumber() == line.number() && line.isOf(made.id().bootstrap()))
                  .findFirst();
      if (entry.isPresent()) {
        return entry.map(made -> made.finished().time());
      }
    }
    return Optional.empty();
  }

  /** What has made the same stage, of any version. */
  private static Predicate<StageIndex.Line> alike(StageId stage) {
    return line ->
        line.made()
            && line.number() == stage.number()
            && line.sdk().equals(stage.bootstrap().sdk())
            && line.arch().equals(stage.bootstrap().arch());
  }

  /** Which bootstrap this is about. */
  public BootstrapId bootstrap() {
    return bootstrap;
  }

  /** The build that holds a stage's files, if one is known. */
  public Optional<Run<?, ?>> holder(int number) {
    return Optional.ofNullable(holders.get(number));
  }

  @Override
  public Optional<StoredStage> find(int number) throws IOException {
    Run<?, ?> holder = holders.get(number);
    if (holder == null) {
      return Optional.empty();
    }
    try {
      StoredStage stage = examine(holder, entries.get(number));
      String problem = problems.get(number);
      return Optional.of(problem == null ? stage : stage.unsound(problem));
    } catch (IOException e) {
      return Optional.of(
          new StoredStage(
              bootstrap.stage(number),
              null,
              "build " + holder.getDisplayName() + " has it, but " + e.getMessage()));
    }
  }

  @Override
  public Optional<StoredStage> made(int number, Digest key) throws IOException {
    int tries = 0;
    for (Job<?, ?> job : jobs) {
      for (StageIndex.Line line :
          StageIndex.find(
              job, l -> l.made() && l.number() == number && l.key().equals(key.toString()))) {
        Run<?, ?> build = job.getBuildByNumber(line.build());
        Optional<StageEntry> entry = build == null ? Optional.empty() : entry(build, line);
        if (entry.isEmpty() || excluded.contains(entry.get()) || ++tries > MOST_TRIES) {
          continue;
        }
        Optional<StoredStage> stage = sound(build, entry.get(), key);
        if (stage.isPresent()) {
          holders.put(number, build);
          entries.put(number, entry.get());
          problems.remove(number);
          return stage;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<StageEntry> entry(Run<?, ?> build, StageIndex.Line line) {
    return SdkBuildAction.find(build).stream()
        .flatMap(action -> action.getStages().stream())
        .filter(stage -> stage.getState() == StageEntry.State.BUILT)
        .filter(stage -> stage.getNumber() == line.number())
        .filter(stage -> stage.getKey().equals(Optional.of(line.key())))
        .findFirst();
  }

  private Optional<StoredStage> sound(Run<?, ?> build, StageEntry entry, Digest key) {
    try {
      return Optional.of(examine(build, entry)).filter(stage -> stage.isMadeFrom(key));
    } catch (IOException e) {
      return Optional.empty(); // then another build may have it
    }
  }

  @Override
  public Optional<StageRecord> newest(int number) throws IOException {
    if (jobs.isEmpty()) {
      return Optional.empty();
    }
    for (StageIndex.Line line : StageIndex.find(jobs.get(0), alike(bootstrap.stage(number)))) {
      Run<?, ?> build = jobs.get(0).getBuildByNumber(line.build());
      Optional<StageEntry> entry = build == null ? Optional.empty() : entry(build, line);
      if (entry.isPresent()) {
        try {
          return Optional.of(
              readRecord(build.getArtifactManager().root().child(entry.get().getRecord())));
        } catch (IOException e) {
          return Optional.empty(); // it would only have said why
        }
      }
    }
    return Optional.empty();
  }

  /** Looks at a stage's files, wherever the build's artifacts are. */
  private StoredStage examine(Run<?, ?> holder, StageEntry entry) throws IOException {
    VirtualFile artifacts = holder.getArtifactManager().root();
    StageRecord record = readRecord(artifacts.child(entry.getRecord()));
    if (!entry.isOf(record)) {
      throw new IOException("its record is not the one of the stage that the build made");
    }
    VirtualFile tarball = artifacts.child(entry.getTarball());
    return StoredStage.of(
        bootstrap.stage(entry.getNumber()),
        record,
        tarball.isFile() ? tarball.length() : StoredStage.MISSING,
        " of build " + holder.getDisplayName());
  }

  private static StageRecord readRecord(VirtualFile file) throws IOException {
    if (!file.isFile()) {
      throw new IOException(file.getName() + " is gone");
    }
    try (InputStream in = file.open()) {
      return StageRecord.parse(file.getName(), in.readNBytes(StageRecord.LARGEST + 1));
    }
  }
}
