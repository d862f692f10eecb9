package io.jenkins.plugins.sdkbootstrap.build;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.agent.LogsTask;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.history.FinishedStage;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.PackageSummary;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a build keeps of one stage: few and small values, as they are loaded with the build. The
 * record, with everything else, is among the artifacts.
 *
 * <p>Persisted by name of field: a later version of the plugin may add fields, which are then null
 * or 0 in builds from before, and must keep these.
 */
@Restricted(NoExternalUse.class)
public final class StageEntry implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Of a text that comes from an agent as much as is shown. */
  private static final int LONGEST_TEXT = 200;

  /** How the stage came to be in the build. */
  public enum State {
    /** Its script ran here. */
    BUILT,
    /** Its tarball is that of an earlier build. */
    REUSED,
    /** No stage, but the logs of one: of the list of logs only. */
    LOGS
  }

  private final String sdk;
  private final String arch;
  private final String version;
  private final int number;
  private final int stages;
  private final String name;
  private final State state;
  private final String job;
  private final String jobId;
  private final int build;
  private final String tarball;
  private final String sha256;
  private final long size;
  private final long tarSize;
  private final long entries;
  private final long startedMillis;
  private final long finishedMillis;
  private final String node;
  private final String flowNode;
  private final List<String> drift;
  private final String seed;
  private final List<String> seedDigests;
  private final String key;
  private final String sbom;
  private final int packages;
  private final long packagesSize;

  private StageEntry(
      StageId id,
      StageRecord record,
      State state,
      String job,
      String jobId,
      int build,
      String node,
      String flowNode,
      List<String> drift) {
    BootstrapId bootstrap = id.bootstrap();
    sdk = bootstrap.sdk();
    arch = bootstrap.arch();
    version = bootstrap.version().text();
    number = record.id().number();
    stages = record.stages();
    name = shortened(record.inputs().spec().name());
    this.state = state;
    this.job = job;
    this.jobId = jobId;
    this.build = build;
    tarball = pathOf(record);
    sha256 = record.tarball().sha256().toString();
    size = record.tarball().size();
    tarSize = record.tarball().tarSize();
    entries = record.tarball().entries();
    startedMillis = record.run().startedOn().toEpochMilli();
    finishedMillis = record.run().finishedOn().toEpochMilli();
    this.node = node;
    this.flowNode = flowNode;
    this.drift = new ArrayList<>(drift);
    seed = shortened(record.seed().location());
    seedDigests = new ArrayList<>();
    record.seed().digests().forEach(digest -> seedDigests.add(digest.toString()));
    key = record.key().map(Digest::toString).orElse(null);
    PackageSummary summary = record.tarball().packages();
    sbom = summary == null ? null : summary.sbom().toString();
    packages = summary == null ? 0 : summary.count();
    packagesSize = summary == null ? 0 : summary.size();
  }

  private StageEntry(
      StageId id, String name, int stages, int build, String tarball, LogsTask.Collected logs) {
    BootstrapId bootstrap = id.bootstrap();
    sdk = bootstrap.sdk();
    arch = bootstrap.arch();
    version = bootstrap.version().text();
    number = id.number();
    this.stages = stages;
    this.name = shortened(name);
    state = State.LOGS;
    job = null;
    jobId = null;
    this.build = build;
    this.tarball = tarball;
    sha256 = logs.sha256().toString();
    size = logs.size();
    tarSize = logs.tarSize();
    entries = logs.entries();
    startedMillis = 0;
    finishedMillis = 0;
    node = null;
    flowNode = null;
    drift = new ArrayList<>();
    seed = null;
    seedDigests = new ArrayList<>();
    key = null;
    sbom = null;
    packages = 0;
    packagesSize = 0;
  }

  /** The path of a stage's tarball among the artifacts of a build. */
  public static String pathOf(StageRecord record) {
    return record.id().bootstrap().sdk() + "/" + record.tarballName();
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }

  /**
   * A stage whose script ran in this build.
   *
   * @param build this build's number
   * @param node the name of the agent it ran on; empty for the built-in node
   * @param flowNode the id of the step that archived it
   */
  public static StageEntry built(StageRecord record, int build, String node, String flowNode) {
    return new StageEntry(
        record.id(),
        record,
        State.BUILT,
        null,
        null,
        build,
        Objects.requireNonNull(node),
        Objects.requireNonNull(flowNode),
        List.of());
  }

  /**
   * The collected logs of a stage, which pages show as they show a stage.
   *
   * @param name as sdk.yaml calls the stage
   * @param build this build's number
   * @param tarball the path of their tarball among its artifacts
   */
  public static StageEntry logs(
      StageId id, String name, int stages, int build, String tarball, LogsTask.Collected logs) {
    return new StageEntry(id, name, stages, build, tarball, logs);
  }

  /**
   * A stage of an earlier build.
   *
   * @param id which stage it is here
   * @param record of that stage, or of another that stands for it
   * @param job the job of the build that holds the tarball; null for this one
   * @param build the number of that build
   * @param flowNode the id of the step that decided so
   * @param drift what differs today from what it was made from, a line each
   */
  public static StageEntry reused(
      StageId id, StageRecord record, Job<?, ?> job, int build, String flowNode, List<String> drift)
      throws IOException {
    return new StageEntry(
        id,
        record,
        State.REUSED,
        job == null ? null : job.getFullName(),
        job == null ? null : JobId.of(job),
        build,
        null,
        flowNode,
        drift);
  }

  /** The SDK's name. */
  public String getSdk() {
    return sdk;
  }

  /** The architecture. */
  public String getArch() {
    return arch;
  }

  /** The bootstrap. */
  public String getVersion() {
    return version;
  }

  /** Counted from 1. */
  public int getNumber() {
    return number;
  }

  /** How many stages the bootstrap has. */
  public int getStages() {
    return stages;
  }

  /** As sdk.yaml calls it. */
  public String getName() {
    return name;
  }

  /** Whether it was built here. */
  public State getState() {
    return state;
  }

  /**
   * The build that holds its files.
   *
   * @param run the build that this is of
   * @return null where it was deleted, or may not be seen
   */
  public Run<?, ?> holder(Run<?, ?> run) {
    if (state != State.REUSED) {
      return run;
    }
    Job<?, ?> from =
        job == null
            ? run.getParent()
            : Jenkins.get().getItem("/" + getJob().get(), (Item) run.getParent(), Job.class);
    return from == null ? null : from.getBuildByNumber(build);
  }

  /**
   * The full name of the job of the build that holds its files; empty for this one. It is the name
   * that the job has now, or had when it was deleted.
   */
  public Optional<String> getJob() {
    return job == null
        ? Optional.empty()
        : Optional.of(Optional.ofNullable(jobId).flatMap(JobId::name).orElse(job));
  }

  /** The key of what it was made from; empty where that is not known. */
  public Optional<String> getKey() {
    return Optional.ofNullable(key);
  }

  /** The number of the build that holds its files. */
  public int getBuild() {
    return build;
  }

  /** Which stage it is. */
  public StageId id() {
    return new BootstrapId(sdk, arch, new Version(version)).stage(number);
  }

  /** The path of the tarball among that build's artifacts, {@code SDK/stageN-ARCH-VERSION.*}. */
  public String getTarball() {
    return tarball;
  }

  /** The path of its record among that build's artifacts. */
  public String getRecord() {
    return files().record().toString();
  }

  /** All its files among that build's artifacts. */
  public ArchiveFiles files() {
    return new ArchiveFiles(Path.of(tarball));
  }

  /** The tarball's digest, {@code sha256:HEX}. */
  public String getSha256() {
    return sha256;
  }

  /** The tarball's size in bytes. */
  public long getSize() {
    return size;
  }

  /** The size of the tar stream in it, in bytes. */
  public long getTarSize() {
    return tarSize;
  }

  /** How many entries it has. */
  public long getEntries() {
    return entries;
  }

  /** When its seed began to be unpacked, milliseconds since 1970 UTC. */
  public long getStartedMillis() {
    return startedMillis;
  }

  /** When its tarball was complete, milliseconds since 1970 UTC. */
  public long getFinishedMillis() {
    return finishedMillis;
  }

  /** The agent it ran on, empty for the built-in node; null for a reused one. */
  public String getNode() {
    return node;
  }

  /** The id of the Pipeline step that put it here. */
  public String getFlowNode() {
    return flowNode;
  }

  /** What differed from what a reused stage was made from, a line each. */
  public List<String> getDrift() {
    return List.copyOf(drift);
  }

  /** Its packages; empty where they are not known. */
  public Optional<PackageSummary> packages() {
    return sbom == null
        ? Optional.empty()
        : Optional.of(new PackageSummary(Digest.parse(sbom), packages, packagesSize));
  }

  /** What it was made from; empty in builds that did not keep it yet. */
  public Optional<Seed> seed() {
    return seed == null
        ? Optional.empty()
        : Optional.of(new Seed(seed, seedDigests.stream().map(Digest::parse).toList()));
  }

  /** Whether this is the SDK itself. */
  public boolean isLast() {
    return number == stages;
  }

  /** What overviews are made of. */
  public FinishedStage finished() {
    return new FinishedStage(
        number,
        name,
        state == State.BUILT,
        Instant.ofEpochMilli(startedMillis),
        Instant.ofEpochMilli(finishedMillis),
        size,
        tarSize,
        Digest.parse(sha256),
        seed().orElse(null),
        drift.size(),
        packages().orElse(null));
  }

  /** Throws an unchecked exception where a loaded entry lacks something, or has it wrong. */
  void requireWhole() {
    id();
    finished();
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(tarball, "tarball");
    Objects.requireNonNull(drift, "drift");
    if (state == State.BUILT) {
      Objects.requireNonNull(node, "node");
    }
  }

  /** Whether both are about the same stage of the same bootstrap. */
  boolean isSameStage(StageEntry other) {
    return number == other.number && isOf(other.id().bootstrap());
  }

  /** Whether that is the record of this stage, of the same tarball. */
  boolean isOf(StageRecord record) {
    return record.canBe(id())
        && stages == record.stages()
        && tarball.endsWith("/" + record.tarballName())
        && sha256.equals(record.tarball().sha256().toString())
        && size == record.tarball().size();
  }

  /** Whether this is a stage of that bootstrap. */
  boolean isOf(BootstrapId bootstrap) {
    return sdk.equals(bootstrap.sdk())
        && arch.equals(bootstrap.arch())
        && version.equals(bootstrap.version().text());
  }
}
