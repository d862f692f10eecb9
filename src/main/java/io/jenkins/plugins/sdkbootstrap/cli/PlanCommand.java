package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bootstrap-sdk plan}: what would run or be reused, and why. */
@Command(
    name = "plan",
    description = "Shows what a bootstrap would run or reuse, and why. Changes nothing.",
    sortOptions = false)
final class PlanCommand extends SdkCommand {

  @Mixin private BootstrapOptions options;

  PlanCommand(PrintStream out, PrintStream err) {
    super(out, err);
  }

  @Override
  int run(Console console) throws Exception {
    Preparation prepared = Preparation.of(options, options.store(), console, Clock.systemUTC());
    List<Finding> findings = BootstrapRun.findings(options, privilege(), prepared);
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
            json.writeArrayFieldStart("preflight");
            for (Finding finding : findings) {
              json.writeStartObject();
              json.writeStringField("severity", finding.severity().name().toLowerCase(Locale.ROOT));
              json.writeStringField("line", finding.line());
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          });
    } else {
      prepared.plan().lines().forEach(console::say);
      findings.forEach(
          f -> console.say(f.severity().name().toLowerCase(Locale.ROOT) + ": " + f.line()));
    }
    return prepared.plan().isPossible() ? Exit.DONE : Exit.WRONG_INPUT;
  }
}
