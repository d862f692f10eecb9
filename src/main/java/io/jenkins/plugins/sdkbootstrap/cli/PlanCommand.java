package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bootstrap-sdk plan}: what would run or be reused, and why. */
@Command(
    description = "Shows what a bootstrap would run or reuse, and why. Changes nothing.")
final class PlanCommand extends SdkCommand {

  @Mixin private BootstrapOptions options;

  @Override
  int run(Console console) throws Exception {
    Preparation prepared = Preparation.of(options, options.store(), console, Clock.systemUTC());
    if (json()) {
      console.json(
          json -> {
            json.writeStartObject();
            json.writeStringField("version", prepared.version().text());
            json.writeArrayFieldStart("stages");
            for (PlannedStage stage : prepared.plan().stages()) {
              new StageResult(stage, stage.record(), Duration.ZERO).write(json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("errors");
            for (String error : prepared.plan().errors()) {
              json.writeString(error);
            }
            json.writeEndArray();
            json.writeEndObject();
          });
    } else {
      prepared.plan().lines().forEach(console::say);
    }
    return prepared.plan().isPossible() ? Exit.DONE : Exit.WRONG_INPUT;
  }
}
