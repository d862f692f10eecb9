package io.jenkins.plugins.sdkbootstrap.cli.bootstrap;

import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.plan.Plan;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.SourceDate;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import io.jenkins.plugins.sdkbootstrap.stage.InputDigester;
import io.jenkins.plugins.sdkbootstrap.stage.SeedCheck;
import io.jenkins.plugins.sdkbootstrap.stage.SeedDownload;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known before a bootstrap begins: the sdk.yaml and its files, the seed, what the stages
 * are made from today, and from these and the store the plan.
 *
 * @param files the sdk.yaml and where its files are
 * @param bootstrap which
 * @param store where its stages are
 * @param seed the first stage's, null where there is none
 * @param previous the seed where that is the SDK before this one
 * @param begun when the bootstrap was begun, seconds since 1970 UTC
 * @param digester has looked at what the stages are made from
 * @param plan what is to be done
 */
public record Preparation(
    ConfigFiles files,
    BootstrapId bootstrap,
    DirectoryStore store,
    Seed seed,
    Optional<StoredStage> previous,
    long begun,
    InputDigester digester,
    Plan plan) {

  /** Where in an SDK's directory of a store the seeds from the network are kept. */
  public static final String SEEDS = ".seeds";

  /**
   * Digests and plans; changes nothing.
   *
   * @param config the sdk.yaml, with what the options say otherwise
   */
  public static Preparation of(
      SdkConfig config,
      BootstrapOptions options,
      DirectoryStore store,
      Console console,
      Clock clock)
      throws IOException, InterruptedException, InputException, ConfigException {
    BootstrapId bootstrap = config.id(options.version(config, clock));
    ConfigFiles files =
        new ConfigFiles(config, options.configFile().toAbsolutePath().normalize().getParent());
    files.check();
    SeedRef ref = config.seed();
    Optional<StageRecord> first = store.find(bootstrap.stage(1)).map(StoredStage::record);
    long begun = SourceDate.begun(first, clock);
    Optional<StoredStage> previous =
        ref.kind() == SeedRef.Kind.PREVIOUS
            ? store.previous(bootstrap, ref, Instant.ofEpochSecond(begun))
            : Optional.empty();
    Seed seed =
        switch (ref.kind()) {
          case PATH -> files.seed();
          // Its digest is known without it; it is fetched when a stage starts from it.
          case URL ->
              ref.isSigned()
                  ? files.signedSeed(
                      store.directory(bootstrap.sdk()).resolve(SEEDS),
                      SeedDownload.ofEnvironment(),
                      console.progress())
                  : Seed.known(ref).orElseThrow();
          case PREVIOUS -> previous.map(StoredStage::asSeed).orElse(null);
        };
    InputDigester digester = new InputDigester(console.progress());
    Plan plan =
        Plan.of(
            config,
            bootstrap,
            options.planOptions(),
            seed,
            files.inputs(bootstrap, begun, digester),
            store.stages(bootstrap));
    if (ref.isSigned()) {
      SdkConfig verified = config.withSeed(ref.verified(seed.digests().get(0)));
      files = new ConfigFiles(verified, files.base());
    }
    return new Preparation(files, bootstrap, store, seed, previous, begun, digester, plan);
  }

  /** The seed as a local file, fetched where it is from the network. */
  public Path seedFile(Progress progress) throws IOException, InterruptedException {
    SeedRef ref = config().seed();
    return switch (ref.kind()) {
      case PATH -> files.resolve(ref.location());
      case URL ->
          SeedDownload.ofEnvironment()
              .fetch(ref, store.directory(bootstrap.sdk()).resolve(SEEDS), progress);
      case PREVIOUS -> store.tarball(previous.orElseThrow().id(), previous.orElseThrow().record());
    };
  }

  /** What a stage is made from at this moment. */
  public StageInputs inputsOf(PlannedStage stage) throws IOException, InterruptedException {
    return files.inputs(config().stages().get(stage.number() - 1), bootstrap, begun, digester);
  }

  /** What is to be done about a stage now that what it starts from is known. */
  public PlannedStage withSeed(PlannedStage stage, Seed from)
      throws IOException, InterruptedException {
    return stage.withSeed(
        inputsOf(stage),
        from,
        bootstrap,
        stage.number() == config().stages().size(),
        store.stages(bootstrap));
  }

  /**
   * What the first second can tell of a seed and of the scripts.
   *
   * @param privilege how roots are made; empty where none works
   * @param work where
   * @param strict whether all of the seed has to be made
   */
  public List<Finding> seedFindings(
      Path seed, Optional<Privilege> privilege, Path work, boolean strict) throws IOException {
    List<Finding> findings =
        new ArrayList<>(SeedCheck.seed(seed, config().arch(), privilege, work, strict));
    findings.addAll(SeedCheck.scripts(files, config().stages()));
    return findings;
  }

  public SdkConfig config() {
    return files.config();
  }
}
