package io.jenkins.plugins.sdkbootstrap.cli.bootstrap;

import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.plan.PlanOptions;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import io.jenkins.plugins.sdkbootstrap.store.DirectoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a bootstrap and its plan are asked for. */
public final class BootstrapOptions {

  public static final String STRICT =
      "Fail if some of the tarball cannot be created here, such as a device node or an attribute of"
          + " another file system. By default that is left out.";

  private static final Pattern STAGE = Pattern.compile("stage([1-9][0-9]?)");

  @Parameters(
      paramLabel = "STAGE",
      arity = "0..*",
      description = "Run only these stages: stage1 stage3 ...")
  private List<String> stages = new ArrayList<>();

  @Option(
      names = "--version",
      paramLabel = "V",
      description =
          "Bootstrap to resume, or the name of a new one: RELEASE+TIMESTAMP. Default: a new one,"
              + " named by the release in sdk.yaml and the time")
  private Version version;

  @Mixin private StoreOptions where;

  @Option(
      names = "--seed-tarball",
      paramLabel = "F",
      description =
          "Use this seed instead of the one in sdk.yaml: a path, https://...#sha256=HEX, or"
              + " previous.")
  private String seed;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      description = "Use this architecture instead of the one in sdk.yaml.")
  private String arch;

  @Option(
      names = "--compression",
      paramLabel = "C",
      description =
          "Compress with zstd, bzip2, xz, gzip or none instead of what sdk.yaml says. The short"
              + " names zst, bz2 and gz are also accepted.")
  private Compression compression;

  @Option(names = "--rebuild", description = "Run every stage, even if the store has it.")
  private boolean rebuild;

  @Option(
      names = "--from-stage",
      paramLabel = "N",
      description = "Run stage N and all stages after it. The store must have stage N-1.")
  private Integer fromStage;

  @Option(
      names = "--on-drift",
      paramLabel = "WHAT",
      defaultValue = "reuse",
      description =
          "Action for a finished stage whose script, repositories or settings have changed: reuse"
              + " it and report the changes, rebuild it, or fail. Default: ${DEFAULT-VALUE}")
  private OnDrift onDrift;

  @Option(
      names = "--sign-key",
      paramLabel = "KEY",
      description =
          "Sign the provenance record of each stage that runs with this private key: unencrypted"
              + " PKCS#8 in PEM; Ed25519, ECDSA P-256 or P-384. The script cannot see the key.")
  private Path signKey;

  @Option(names = "--strict", description = STRICT)
  private boolean strict;

  public Path configFile() {
    return where.config();
  }

  public DirectoryStore store() throws IOException {
    return new DirectoryStore(
        where.store(), signKey == null ? Optional.empty() : Optional.of(SigningKey.read(signKey)));
  }

  /** The options of {@code shell} that lead into a stage of this bootstrap. */
  public String shellWords(StageId id) {
    return "--stage " + id.number() + " --version " + id.bootstrap().version() + where.words();
  }

  public boolean worksElsewhere() {
    return where.worksElsewhere();
  }

  public Path work(String sdk) {
    return where.work(sdk);
  }

  public Path cache(String sdk) {
    return where.cache(sdk);
  }

  /** Reads sdk.yaml; the options override it. */
  public SdkConfig config() throws IOException, ConfigException {
    SdkConfig config = SdkConfig.read(configFile());
    if (arch != null) {
      config = config.withArch(arch);
    }
    if (seed != null) {
      config = config.withSeed(seedRef());
    }
    if (compression != null) {
      config = config.withCompression(compression);
    }
    return config;
  }

  // A path in sdk.yaml is from sdk.yaml's directory, one in an option from the current directory.
  private SeedRef seedRef() throws NoSuchFileException {
    SeedRef ref = SeedRef.parse(seed);
    if (ref.kind() != SeedRef.Kind.PATH) {
      return ref;
    }
    Path file = Path.of(seed).toAbsolutePath();
    if (!Files.exists(file)) {
      throw new NoSuchFileException(seed, null, "there is no such seed tarball");
    }
    return SeedRef.parse(file.toString());
  }

  public Version version(SdkConfig config, Clock clock) {
    return version != null ? version : Version.now(config.release(), clock);
  }

  public PlanOptions planOptions() throws InputException {
    List<Integer> only = new ArrayList<>();
    for (String stage : stages) {
      Matcher matcher = STAGE.matcher(stage);
      if (!matcher.matches()) {
        throw new InputException(
            ("'%s' is neither a command nor a stage; stages are stage1, stage2 and so on, "
                    + "and 'bootstrap-sdk --help' lists the commands")
                .formatted(stage));
      }
      only.add(Integer.valueOf(matcher.group(1)));
    }
    if ((rebuild ? 1 : 0) + (fromStage == null ? 0 : 1) + (only.isEmpty() ? 0 : 1) > 1) {
      throw new InputException("give one of --rebuild, --from-stage and the names of stages");
    }
    if (fromStage != null && fromStage < 1) {
      throw new InputException("--from-stage " + fromStage + ": stages count from 1");
    }
    return new PlanOptions(rebuild, fromStage == null ? 0 : fromStage, only, onDrift);
  }

  public boolean strict() {
    return strict;
  }

  public OnDrift onDrift() {
    return onDrift;
  }
}
