package io.jenkins.plugins.sdkbootstrap.steps;

import io.jenkins.plugins.sdkbootstrap.build.PlannedSdk;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.plan.Plan;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import io.jenkins.plugins.sdkbootstrap.provenance.RunDetails;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.SourceDate;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stages of a build that no script has made. */
public final class MadeStage {

  static final int STAGES = 2;

  private static final Digest SHA256 = Digest.sha256(new byte[32]);

  private static final SourceDate DATE = new SourceDate(0, SourceDate.Origin.BEGUN);

  private MadeStage() {}

  /** The digest of a stage's tarball. */
  private static Digest tarball(int build, int number) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) build;
    bytes[1] = (byte) number;
    return Digest.sha256(bytes);
  }

  /** What is known of a stage, of a bootstrap whose version is the build's number. */
  private static StageRecord record(int build, int number) {
    StageSpec spec =
        new StageSpec(
            number,
            "name of " + number,
            "stage.sh",
            RepoMode.SEED,
            List.of(),
            false,
            false,
            false,
            Map.of(),
            List.of(),
            List.of(),
            Reuse.VERSION);
    return new StageRecord(
        new BootstrapId("sdk", "amd64", new Version(Integer.toString(build))).stage(number),
        STAGES,
        new StageInputs(spec, SHA256, List.of(), List.of(), List.of(), List.of(), DATE),
        new Seed("seed", List.of(number == 1 ? tarball(build - 1, STAGES) : tarball(build, 1))),
        new StageTarball(
            Compression.ZSTD,
            1,
            1,
            1,
            tarball(build, number),
            Digest.sha512(new byte[64]),
            SHA256,
            SHA256),
        new RunDetails(
            "builder", "1", null, "root", Instant.EPOCH, Instant.EPOCH, List.of(), List.of()));
  }

  /** Has a build hold a stage and its files. */
  public static void in(PipelineBuild build, int number) throws IOException {
    StageEntry entry =
        StageEntry.built(record(build.getNumber(), number), build.getNumber(), "", "1");
    SdkBuildAction.of(build).put(entry);
    Path tarball = build.artifacts().resolve(entry.getTarball());
    Files.createDirectories(tarball.getParent());
    Files.createFile(tarball);
    if (entry.isLast()) {
      Files.createLink(
          tarball.resolveSibling(entry.id().bootstrap().releaseStem() + ".tar.zst"), tarball);
    }
    Files.createFile(build.artifacts().resolve(entry.getRecord()));
  }

  /** Has a build hold all stages. */
  public static void allIn(PipelineBuild build) throws IOException {
    for (int n = 1; n <= STAGES; n++) {
      in(build, n);
    }
  }

  /** Has a build reuse a stage of another one. */
  public static void reused(PipelineBuild build, PipelineBuild holder, int number)
      throws IOException {
    StageRecord record = record(holder.getNumber(), number);
    StageCalls.take(record.id(), record, build, holder, "1", List.of());
  }

  /** Has a build hold a stage, without its files. */
  public static StageEntry built(PipelineBuild build, StageRecord record) throws IOException {
    StageEntry entry = StageEntry.built(record, build.getNumber(), "", "1");
    SdkBuildAction.of(build).put(entry);
    return entry;
  }

  /** Has a build reuse a stage of an earlier one. */
  public static StageEntry reused(
      PipelineBuild build, int holder, StageRecord record, List<String> drift) throws IOException {
    StageEntry entry = StageEntry.reused(record.id(), record, null, holder, "1", drift);
    SdkBuildAction.of(build).put(entry);
    return entry;
  }

  /** Has a build set out to bootstrap from a stage on. */
  public static void planned(PipelineBuild build, String yaml, String version, int from)
      throws Exception {
    SdkConfig config = SdkConfig.parse("sdk.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    List<PlannedStage> stages = new ArrayList<>();
    for (int n = 1; n <= config.stages().size(); n++) {
      PlannedStage.Action action = n < from ? PlannedStage.Action.SKIP : PlannedStage.Action.RUN;
      stages.add(new PlannedStage(n, "name", action, "a reason", List.of(), null, null, DATE));
    }
    SdkBuildAction.of(build)
        .putPlan(
            new PlannedSdk(
                    config,
                    config.id(new Version(version)),
                    "sdk.yaml",
                    "agent:/sdk.yaml",
                    OnDrift.REUSE,
                    0)
                .with(new Plan(stages, List.of())),
            yaml.getBytes(StandardCharsets.UTF_8));
  }
}
