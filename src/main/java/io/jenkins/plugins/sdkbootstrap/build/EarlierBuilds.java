package io.jenkins.plugins.sdkbootstrap.build;

import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStages;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.util.VirtualFile;

/**
 * The stages of one bootstrap among the artifacts of a job's earlier builds: of each stage the
 * newest. Nothing of a tarball is read here, as it may be far away and large: that its size is what
 * the record says is checked now, its digest when it is fetched.
 */
public final class EarlierBuilds implements StoredStages {

  /** How far back: loading a build costs a file read each. */
  private static final int MOST_BUILDS = 300;

  private final BootstrapId bootstrap;
  private final Map<Integer, Run<?, ?>> holders = new HashMap<>();
  private final Map<Integer, StageEntry> entries = new HashMap<>();
  private final Map<Integer, String> problems = new HashMap<>();

  private EarlierBuilds(BootstrapId bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** Looks through all builds of the job, the newest first. */
  public static EarlierBuilds ofJob(Run<?, ?> current, BootstrapId bootstrap) {
    EarlierBuilds found = new EarlierBuilds(bootstrap);
    Run<?, ?> build = current.getParent().getLastBuild();
    for (int n = 0; build != null && n < MOST_BUILDS; n++) {
      found.collect(build, false);
      build = build.getPreviousBuild();
    }
    return found;
  }

  /** Looks only at what one build built or reused. */
  public static EarlierBuilds of(Run<?, ?> build, BootstrapId bootstrap) {
    EarlierBuilds found = new EarlierBuilds(bootstrap);
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
        Run<?, ?> holder = build.getParent().getBuildByNumber(stage.getBuild());
        if (holder != null) {
          add(holder, stage);
        }
      }
    }
  }

  /** Notes that a stage cannot be used after all, and why. */
  public void spoil(int number, String problem) {
    problems.put(number, problem);
  }

  private void add(Run<?, ?> holder, StageEntry stage) {
    if (holders.putIfAbsent(stage.getNumber(), holder) == null) {
      entries.put(stage.getNumber(), stage);
    }
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
      return Optional.of(examine(holder, number));
    } catch (IOException e) {
      return Optional.of(
          new StoredStage(
              bootstrap.stage(number),
              null,
              "build " + holder.getDisplayName() + " has it, but " + e.getMessage()));
    }
  }

  /** Looks at a stage's files, wherever the build's artifacts are. */
  private StoredStage examine(Run<?, ?> holder, int number) throws IOException {
    VirtualFile artifacts = holder.getArtifactManager().root();
    StageEntry entry = entries.get(number);
    StageRecord record = readRecord(artifacts.child(entry.getRecord()));
    if (!entry.isOf(record)) {
      throw new IOException("its record is not the one of the stage that the build made");
    }
    if (problems.containsKey(number)) {
      return new StoredStage(bootstrap.stage(number), record, problems.get(number));
    }
    VirtualFile tarball = artifacts.child(entry.getTarball());
    return StoredStage.of(
        bootstrap.stage(number),
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
