package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.plan.Plan;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import io.jenkins.plugins.sdkbootstrap.stage.SeedCheck;
import io.jenkins.plugins.sdkbootstrap.stage.SeedDownload;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known before a bootstrap begins: the sdk.yaml and its files, the seed, what the stages
 * are made from today, and from these and the store the plan.
 *
 * @param files the sdk.yaml and where its files are
 * @param version the bootstrap
 * @param store where its stages are
 * @param seed the first stage's, null where there is none
 * @param previous the record of the seed where that is the SDK before this one
 * @param inputs a stage's each, in order
 * @param plan what is to be done
 */
record Preparation(
    ConfigFiles files,
    Version version,
    DirectoryStore store,
    Seed seed,
    Optional<StageRecord> previous,
    List<StageInputs> inputs,
    Plan plan) {

  /** Where in a store the seeds from the network are kept. */
  static final String SEEDS = ".seeds";

  /** Reads, digests and plans; changes nothing. */
  static Preparation of(
      BootstrapOptions options, DirectoryStore store, Console console, Clock clock)
      throws IOException, InterruptedException, InputException, ConfigException {
    SdkConfig config = options.config();
    Version version = options.version(config, clock);
    ConfigFiles files =
        new ConfigFiles(config, options.configFile().toAbsolutePath().normalize().getParent());
    files.check();
    SeedRef ref = config.seed();
    Optional<StageRecord> previous =
        ref.kind() == SeedRef.Kind.PREVIOUS
            ? store.previous(config.name(), config.arch(), version)
            : Optional.empty();
    Seed seed =
        switch (ref.kind()) {
          case PATH -> files.seed();
          // Its digest is known without it; it is fetched when a stage starts from it.
          case URL -> Seed.known(ref).orElseThrow();
          case PREVIOUS -> previous.map(StageRecord::asSeed).orElse(null);
        };
    List<StageInputs> inputs = files.inputs(version, console.progress());
    Plan plan =
        Plan.of(
            config,
            version,
            options.planOptions(),
            seed,
            inputs,
            store.stages(config.arch(), version));
    return new Preparation(files, version, store, seed, previous, inputs, plan);
  }

  /** The seed as a local file, fetched where it is from the network. */
  Path seedFile(Progress progress) throws IOException, InterruptedException {
    SeedRef ref = config().seed();
    return switch (ref.kind()) {
      case PATH -> files.resolve(ref.location());
      case URL -> SeedDownload.fetch(ref, store.directory().resolve(SEEDS), progress);
      case PREVIOUS -> store.tarball(previous.orElseThrow());
    };
  }

  /** What the first second can tell of a seed and of the scripts. */
  List<Finding> seedFindings(Path seed) throws IOException {
    List<Finding> findings = new ArrayList<>(SeedCheck.seed(seed, config().arch()));
    findings.addAll(SeedCheck.scripts(files, config().stages()));
    return findings;
  }

  SdkConfig config() {
    return files.config();
  }
}
