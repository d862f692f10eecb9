package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.plan.PlanOptions;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a bootstrap and its plan are asked for. */
final class BootstrapOptions {

  private static final Pattern STAGE = Pattern.compile("stage([1-9][0-9]?)");

  @Parameters(
      paramLabel = "STAGE",
      arity = "0..*",
      description = "Run only these stages: stage1 stage3 ...")
  private List<String> stages = new ArrayList<>();

  @Option(
      names = "--version",
      paramLabel = "V",
      description = {
        "The bootstrap's identity, RELEASE+TIMESTAMP; one that was begun before is continued.",
        "Default: the release of sdk.yaml and now."
      })
  private String version;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "sdk.yaml",
      description = "What describes the SDK. Default: ${DEFAULT-VALUE}")
  private Path configFile;

  @Option(
      names = "--seed-tarball",
      paramLabel = "F",
      description = "The seed, instead of sdk.yaml's: a path, https://...#sha256=HEX, or previous.")
  private String seed;

  @Option(names = "--arch", paramLabel = "ARCH", description = "Instead of sdk.yaml's.")
  private String arch;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      defaultValue = "sdk-store",
      description = "Where the stages' tarballs and records are. Default: ${DEFAULT-VALUE}")
  private Path store;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Where roots are unpacked. Default: .work in the SDK's directory of the store")
  private Path work;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where caches are kept that sdk.yaml gives no path. Default: .cache in the SDK's"
              + " directory of the store")
  private Path cache;

  @Option(
      names = "--compression",
      paramLabel = "C",
      description =
          "zstd, bzip2, xz, gzip or none, instead of sdk.yaml's; zst, bz2, gz are as good.")
  private String compression;

  @Option(names = "--rebuild", description = "Run every stage, whatever the store holds.")
  private boolean rebuild;

  @Option(
      names = "--from-stage",
      paramLabel = "N",
      description = "Run stage N and all after it; stage N-1 must be there.")
  private int fromStage;

  @Option(
      names = "--on-drift",
      paramLabel = "WHAT",
      defaultValue = "reuse",
      description = {
        "What to do with a finished stage whose script, repositories or settings differ today:",
        "reuse (and report), rebuild or fail. Default: ${DEFAULT-VALUE}"
      })
  private String onDrift;

  @Option(
      names = "--sign-key",
      paramLabel = "KEY",
      description =
          "Sign the record of each stage that runs with this private key: unencrypted PKCS#8 in"
              + " PEM; Ed25519, ECDSA P-256 or P-384. The script sees nothing of it.")
  private Path signKey;

  Path configFile() {
    return configFile;
  }

  /** The store. */
  DirectoryStore store() throws IOException {
    return new DirectoryStore(
        store, signKey == null ? Optional.empty() : Optional.of(SigningKey.read(signKey)));
  }

  /** Whether roots are elsewhere than in the store, where others may work, too. */
  boolean worksElsewhere() {
    return work != null;
  }

  Path work(String sdk) {
    return work != null ? work : store.resolve(sdk).resolve(".work");
  }

  Path cache(String sdk) {
    return cache != null ? cache : store.resolve(sdk).resolve(".cache");
  }

  /** Reads sdk.yaml and lets the options have their say. */
  SdkConfig config() throws IOException, ConfigException {
    SdkConfig config = SdkConfig.read(configFile);
    if (arch != null) {
      config = config.withArch(arch);
    }
    if (seed != null) {
      config = config.withSeed(seedRef());
    }
    if (compression != null) {
      config = config.withCompression(compression(compression));
    }
    return config;
  }

  // A path in sdk.yaml is from sdk.yaml's directory, one in an option from the current directory.
  private SeedRef seedRef() {
    SeedRef ref = SeedRef.parse(seed);
    return ref.kind() == SeedRef.Kind.PATH
        ? SeedRef.parse(Path.of(seed).toAbsolutePath().toString())
        : ref;
  }

  static Compression compression(String word) {
    return Compression.ofWord(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--compression '"
                        + word
                        + "': it is one of "
                        + String.join(", ", Compression.words())));
  }

  /** The version asked for, or a new one. */
  Version version(SdkConfig config, Clock clock) {
    return version != null ? new Version(version) : Version.now(config.release(), clock);
  }

  PlanOptions planOptions() throws InputException {
    List<Integer> only = new ArrayList<>();
    for (String stage : stages) {
      Matcher matcher = STAGE.matcher(stage);
      if (!matcher.matches()) {
        throw new InputException(
            "'"
                + stage
                + "' is neither a command nor a stage; stages are stage1, stage2 and so on, and"
                + " 'bootstrap-sdk --help' lists the commands");
      }
      only.add(Integer.valueOf(matcher.group(1)));
    }
    return new PlanOptions(rebuild, fromStage, only, onDrift());
  }

  OnDrift onDrift() throws InputException {
    for (OnDrift candidate : OnDrift.values()) {
      if (candidate.name().toLowerCase(Locale.ROOT).equals(onDrift)) {
        return candidate;
      }
    }
    throw new InputException("--on-drift '" + onDrift + "': it is one of reuse, rebuild, fail");
  }
}
