package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.BootstrapOptions;
import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.Preparation;
import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.RunPreflight;
import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.StageResult;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.cli.options.SdkCommand;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.cli.report.KeptRootText;
import io.jenkins.plugins.sdkbootstrap.cli.report.PlanText;
import io.jenkins.plugins.sdkbootstrap.cli.report.Terminal.Colour;
import io.jenkins.plugins.sdkbootstrap.kept.KeptRoot;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bootstrap-sdk plan}: what would run or be reused, and why. */
@Command(
    description = {
      "Shows which stages a bootstrap would run or reuse, and why. Changes nothing.",
      "Exit code 2: the bootstrap cannot run."
    })
final class PlanCommand extends SdkCommand {

  @Mixin private BootstrapOptions options;

  private record Result(
      String version,
      List<StageResult.Json> stages,
      List<String> errors,
      List<Line> preflight,
      List<KeptRootText.Json> keptRoots) {

    private record Line(String severity, String line) {}
  }

  private static String severity(Finding finding) {
    String word = finding.severity().name().toLowerCase(Locale.ROOT);
    return switch (finding.severity()) {
      case ERROR -> Colour.ERROR.out(word);
      case WARNING -> Colour.WARNING.out(word);
      default -> word;
    };
  }

  @Override
  protected int run(Console console) throws Exception {
    Preparation prepared =
        Preparation.of(options.config(), options, options.store(), console, Clock.systemUTC());
    List<Finding> findings = new RunPreflight(options, privilege(), console).findings(prepared);
    List<KeptRoot> kept =
        KeptRoot.in(options.work(prepared.bootstrap().sdk()), prepared.bootstrap().sdk());
    if (json()) {
      console.json(
          new Result(
              prepared.bootstrap().version().text(),
              prepared.plan().stages().stream()
                  .map(
                      stage ->
                          new StageResult(
                              prepared.bootstrap().stage(stage.number()),
                              stage,
                              stage.record(),
                              Duration.ZERO))
                  .map(StageResult::json)
                  .toList(),
              prepared.plan().errors(),
              findings.stream()
                  .map(f -> new Result.Line(f.severity().name().toLowerCase(Locale.ROOT), f.line()))
                  .toList(),
              kept.stream().map(KeptRootText::json).toList()));
    } else {
      prepared.plan().lines().forEach(line -> console.say(PlanText.coloured(line)));
      findings.forEach(f -> console.say(severity(f) + ": " + f.line()));
      kept.forEach(root -> console.say(KeptRootText.line(root, Clock.systemUTC())));
    }
    boolean possible =
        prepared.plan().isPossible()
            && findings.stream().noneMatch(f -> f.severity() == Finding.Severity.ERROR);
    return possible ? Exit.DONE : Exit.WRONG_INPUT;
  }
}
