package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.stage.StageFailedException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bootstrap-sdk [stage1 stage3 ...]}: bootstraps, or continues to. */
@Command(
    name = "bootstrap-sdk",
    description = "Bootstraps an SDK from a seed, stage by stage, as sdk.yaml describes it.",
    footer = {
      "",
      "Exit codes: 0 done, 1 the stage or the check failed, 2 wrong usage or input, 130 interrupted."
    })
final class BootstrapCommand extends SdkCommand {

  @Mixin private BootstrapOptions options;

  private record Result(String version, boolean changed, List<StageResult.Json> stages) {}

  @Override
  int run(Console console) throws Exception {
    BootstrapRun run = new BootstrapRun(options, privilege(), console, Clock.systemUTC());
    List<StageResult> results;
    try {
      results = run.run();
    } catch (StageFailedException | InterruptedException | IOException e) {
      run.version().ifPresent(v -> console.progress().note("continue with --version " + v));
      throw e;
    }
    boolean changed = results.stream().anyMatch(stage -> stage.planned().runs());
    if (json()) {
      console.json(
          new Result(
              run.version().orElseThrow().text(),
              changed,
              results.stream().map(StageResult::json).toList()));
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
