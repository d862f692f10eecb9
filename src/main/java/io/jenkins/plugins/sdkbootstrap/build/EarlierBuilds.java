package io.jenkins.plugins.sdkbootstrap.build;

import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStages;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
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

  private final String sdk;
  private final String arch;
  private final Version version;
  private final Map<Integer, Run<?, ?>> holders = new HashMap<>();
  private final Map<Integer, StageEntry> entries = new HashMap<>();
  private final Map<Integer, String> problems = new HashMap<>();

  private EarlierBuilds(String sdk, String arch, Version version) {
    this.sdk = sdk;
    this.arch = arch;
    this.version = version;
  }

  /** Looks through this build and those before it, the newest first. */
  public static EarlierBuilds upTo(Run<?, ?> current, String sdk, String arch, Version version) {
    EarlierBuilds found = new EarlierBuilds(sdk, arch, version);
    Run<?, ?> build = current;
    for (int n = 0; build != null && n < MOST_BUILDS; n++) {
      found.collect(build, false);
      build = build.getPreviousBuild();
    }
    return found;
  }

  /** Looks only at what one build built or reused. */
  public static EarlierBuilds of(Run<?, ?> build, String sdk, String arch, Version version) {
    EarlierBuilds found = new EarlierBuilds(sdk, arch, version);
    found.collect(build, true);
    return found;
  }

  private void collect(Run<?, ?> build, boolean reusedToo) {
    SdkBuildAction action = build.getAction(SdkBuildAction.class);
    if (action == null) {
      return;
    }
    for (StageEntry stage : action.getStages()) {
      if (!stage.isStage(sdk, arch, version.text(), stage.getNumber())) {
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
  public Version version() {
    return version;
  }

  /** The digest of the seed that the first stage was made from, if that is known. */
  public Optional<String> firstSeed() throws IOException {
    return find(1)
        .map(StoredStage::record)
        .map(record -> record.seed().digests().get(0).toString());
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
              null, "build " + holder.getDisplayName() + " has it, but " + e.getMessage()));
    }
  }

  /** Looks at a stage's files, wherever the build's artifacts are. */
  private StoredStage examine(Run<?, ?> holder, int number) throws IOException {
    VirtualFile artifacts = holder.getArtifactManager().root();
    StageRecord record =
        BuildArtifacts.readRecord(
            artifacts.child(BuildArtifacts.recordName(new StageId(number, arch, version))));
    if (!entries.get(number).isOf(record)) {
      throw new IOException("its record is not the one of the stage that the build made");
    }
    if (problems.containsKey(number)) {
      return new StoredStage(record, problems.get(number));
    }
    VirtualFile tarball = artifacts.child(record.tarballName());
    String where = record.tarballName() + " of build " + holder.getDisplayName();
    if (!tarball.isFile()) {
      return new StoredStage(record, where + " is gone");
    }
    if (tarball.length() != record.tarball().size()) {
      return new StoredStage(
          record,
          where
              + " has "
              + tarball.length()
              + " bytes, its record says "
              + record.tarball().size());
    }
    return StoredStage.sound(record);
  }
}
