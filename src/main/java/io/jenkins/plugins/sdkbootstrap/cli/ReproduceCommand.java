package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.Reproduction;
import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.StoreOptions;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.cli.report.DiffText;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bootstrap-sdk reproduce}: whether a stage comes to the same bytes again. */
@Command(
    description = {
      "Runs a stage again, in another root, and lists the files that differ.",
      "First shows what of today's sdk.yaml, script, repositories and seed differs",
      "from the provenance record. Does not change the store.",
      "Exit code 0: the same bytes, 1: differences, or the stage failed."
    })
final class ReproduceCommand extends SdkCommand {

  @Option(names = "--stage", paramLabel = "N", required = true, description = "Stage to run again.")
  private int stage;

  @Option(
      names = "--version",
      paramLabel = "V",
      description = "Bootstrap of the stage. Default: the newest one that has the stage")
  private Version version;

  @Mixin private StoreOptions where;

  @Option(
      names = "--seed-tarball",
      paramLabel = "F",
      description = "Start stage 1 from this file instead of the seed in sdk.yaml.")
  private Path seed;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep the second tarball and the files beside it in this directory.")
  private Path keep;

  private record Result(
      boolean identical,
      String tarball,
      String onRecord,
      String again,
      List<String> drift,
      DiffText.Json diff) {}

  @Override
  protected int run(Console console) throws Exception {
    Reproduction reproduction =
        new Reproduction(
            stage,
            Optional.ofNullable(version),
            where,
            Optional.ofNullable(seed),
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
