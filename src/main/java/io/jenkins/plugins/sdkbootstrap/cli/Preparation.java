package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.stage.ConfigException;
import io.jenkins.plugins.sdkbootstrap.stage.ConfigFiles;
import io.jenkins.plugins.sdkbootstrap.stage.Plan;
import io.jenkins.plugins.sdkbootstrap.stage.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.stage.Seed;
import io.jenkins.plugins.sdkbootstrap.stage.SeedDownload;
import io.jenkins.plugins.sdkbootstrap.stage.SeedRef;
import io.jenkins.plugins.sdkbootstrap.stage.StageInputs;
import io.jenkins.plugins.sdkbootstrap.stage.StageRecord;
import io.jenkins.plugins.sdkbootstrap.stage.Version;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
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
 * @param seedFile the seed as a local file, null where there is none
 * @param inputs a stage's each, in order
 * @param plan what is to be done
 */
record Preparation(
    ConfigFiles files,
    Version version,
    DirectoryStore store,
    Seed seed,
    Path seedFile,
    List<StageInputs> inputs,
    Plan plan) {

  /** Reads, digests, downloads the seed where it is from the network, and plans. */
  static Preparation of(
      BootstrapOptions options, DirectoryStore store, Console console, Clock clock)
      throws IOException, InterruptedException, InputException, ConfigException {
    SdkConfig config = options.config();
    Version version = options.version(config, clock);
    ConfigFiles files =
        new ConfigFiles(config, options.configFile().toAbsolutePath().normalize().getParent());
    files.check();
    Seed seed = null;
    Path seedFile = null;
    SeedRef ref = config.seed();
    switch (ref.kind()) {
      case PATH -> {
        seed = files.seed();
        seedFile = files.resolve(ref.location());
      }
      case URL -> {
        seedFile = SeedDownload.fetch(ref, store.directory().resolve(".seeds"), console.progress());
        seed = new Seed(ref.location(), List.of(ref.digest().orElseThrow()));
      }
      case PREVIOUS -> {
        Optional<StageRecord> last = store.previous(config.name(), config.arch(), version);
        if (last.isPresent()) {
          seed = last.get().asSeed();
          seedFile = store.tarball(last.get());
        }
      }
    }
    List<StageInputs> inputs = files.inputs(version, console.progress());
    Plan plan =
        Plan.of(
            config,
            version,
            options.planOptions(),
            seed,
            inputs,
            store.stages(config.arch(), version));
    return new Preparation(files, version, store, seed, seedFile, inputs, plan);
  }

  SdkConfig config() {
    return files.config();
  }
}
