package io.jenkins.plugins.sdkbootstrap.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bootstrap-sdk plan}: what would run or be reused, and why. */
@Command(
    description = "Shows which stages a bootstrap would run or reuse, and why. Changes nothing.")
final class PlanCommand extends SdkCommand {

  @Mixin private BootstrapOptions options;

  private record Result(String version, List<StageResult.Json> stages, List<String> errors) {}

  @Override
  int run(Console console) throws Exception {
    Preparation prepared =
        Preparation.of(options.config(), options, options.store(), console, Clock.systemUTC());
    if (json()) {
      console.json(
          new Result(
              prepared.bootstrap().version().text(),
              prepared.plan().stages().stream()
                  .map(stage -> new StageResult(stage, stage.record(), Duration.ZERO).json())
                  .toList(),
              prepared.plan().errors()));
    } else {
      prepared.plan().lines().forEach(console::say);
    }
    return prepared.plan().isPossible() ? Exit.DONE : Exit.WRONG_INPUT;
  }
}
