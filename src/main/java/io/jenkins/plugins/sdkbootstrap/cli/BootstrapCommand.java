package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.BootstrapOptions;
import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.BootstrapRun;
import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.StageResult;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.cli.report.KeptRootText;
import io.jenkins.plugins.sdkbootstrap.stage.StageFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bootstrap-sdk [stage1 stage3 ...]}: bootstraps, or continues to. */
@Command(
    name = BootstrapCommand.NAME,
    description = "Bootstraps an SDK from a seed, stage by stage, as sdk.yaml describes it.",
    footer = {
      "",
      "Exit codes: 0 done, 1 the stage or the check failed, 2 wrong usage or input, 130 interrupted."
    })
final class BootstrapCommand extends SdkCommand {

  static final String NAME = "bootstrap-sdk";

  @Mixin private BootstrapOptions options;

  @Option(names = "-V", versionHelp = true, description = "Show the version of this program.")
  private boolean version;

  @Option(
      names = "--keep-failed",
      description =
          "Keep the root of a stage that fails or is interrupted, for 'bootstrap-sdk shell'. It"
              + " replaces an older one of the same stage.")
  private boolean keepFailed;

  @Option(
      names = "--keep-most",
      paramLabel = "N",
      defaultValue = "3",
      description = "Keep at most N roots, and remove the oldest. Default: ${DEFAULT-VALUE}")
  private int keepMost;

  @Option(
      names = "--in-place",
      description =
          "Run the script of the first stage again in its kept root, instead of a new root. The"
              + " files that it made before are still in /tmp/stageNroot. The provenance record"
              + " notes this.")
  private boolean inPlace;

  private record Result(
      String version, boolean changed, List<StageResult.Json> stages, Failure failure) {}

  /**
   * What failed.
   *
   * @param message in one line
   * @param lines that belong to it, such as the last ones that the script wrote
   * @param failedPackage that Portage could not build; null where it names none
   * @param logs the tarball of the logs that were collected; null for none
   * @param keptRoot null where the root is not kept
   */
  private record Failure(
      String message,
      List<String> lines,
      String failedPackage,
      String logs,
      KeptRootText.Json keptRoot) {}

  @Override
  protected int run(Console console) throws Exception {
    BootstrapRun run =
        new BootstrapRun(
            options, keepFailed ? keepMost : 0, inPlace, privilege(), console, Clock.systemUTC());
    List<StageResult> results;
    try {
      results = run.run();
    } catch (StageFailedException | InterruptedException | IOException e) {
      run.version().ifPresent(v -> console.progress().note("resume with --version " + v));
      if (json() && e instanceof StageFailedException failed) {
        console.json(
            new Result(
                run.version().orElseThrow().text(),
                true,
                run.results().stream().map(StageResult::json).toList(),
                new Failure(
                    failed.getMessage(),
                    failed.details(),
                    failed.failedPackage().orElse(null),
                    run.logs().map(Path::toString).orElse(null),
                    run.kept().map(KeptRootText::json).orElse(null))));
      }
      throw e;
    }
    boolean changed = results.stream().anyMatch(stage -> stage.planned().runs());
    if (json()) {
      console.json(
          new Result(
              run.version().orElseThrow().text(),
              changed,
              results.stream().map(StageResult::json).toList(),
              null));
    } else {
      console.say("");
      StageResult.table(results).forEach(console::say);
      if (!changed) {
        console.say("nothing changed: no stage had to run");
      }
      run.release().ifPresent(file -> console.say("SDK: " + file));
    }
    return Exit.DONE;
  }
}
