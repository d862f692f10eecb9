package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bootstrap-sdk reproduce}: whether a stage comes to the same bytes again. */
@Command(
    description = {
      "Runs a stage of a store again, in another root, and names the files that differ.",
      "Says first what of today's sdk.yaml, script, repositories and seed is not as the",
      "record has it. The store stays as it is.",
      "Exit code 0: the same bytes, 1: something differs, or the stage failed."
    })
final class ReproduceCommand extends SdkCommand {

  @Option(names = "--stage", paramLabel = "N", required = true, description = "Which.")
  private int stage;

  @Option(
      names = "--version",
      paramLabel = "V",
      description = "Of which bootstrap. Default: the newest that has the stage.")
  private String version;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "sdk.yaml",
      description = "What describes the SDK. Default: ${DEFAULT-VALUE}")
  private Path config;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      defaultValue = "sdk-store",
      description = "Where the stages' tarballs and records are. Default: ${DEFAULT-VALUE}")
  private Path store;

  @Option(
      names = "--seed-tarball",
      paramLabel = "F",
      description = "What stage 1 starts from: a file, instead of sdk.yaml's seed.")
  private Path seed;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Where the root is unpacked. Default: .work in the store")
  private Path work;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where caches are kept that sdk.yaml gives no path. Default: .cache in the store")
  private Path cache;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Leave the second tarball and the files beside it there.")
  private Path keep;

  private record Result(
      boolean identical,
      String tarball,
      String onRecord,
      String again,
      List<String> drift,
      DiffText.Json diff) {}

  @Override
  int run(Console console) throws Exception {
    Reproduction reproduction =
        new Reproduction(
            stage,
            Optional.ofNullable(version).map(Version::new),
            config,
            store,
            Optional.ofNullable(seed),
            work != null ? work : store.resolve(".work"),
            cache != null ? cache : store.resolve(".cache"),
            Optional.ofNullable(keep),
            privilege());
    Reproduction.Outcome outcome = reproduction.run(console);
    if (json()) {
      console.json(
          new Result(
              outcome.isIdentical(),
              outcome.record().tarballName(),
              outcome.record().tarball().sha256().toString(),
              outcome.again().sha256().toString(),
              outcome.drift(),
              outcome.diff() == null ? null : DiffText.json(outcome.diff(), DiffFilter.ALL)));
    } else {
      console.say("");
      if (outcome.diff() != null) {
        DiffText.show(outcome.diff(), DiffFilter.ALL, console);
      }
      console.say(outcome.line());
    }
    return outcome.isIdentical() ? Exit.DONE : Exit.FAILED;
  }
}
