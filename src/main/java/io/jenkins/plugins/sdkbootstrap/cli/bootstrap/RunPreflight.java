package io.jenkins.plugins.sdkbootstrap.cli.bootstrap;

import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import io.jenkins.plugins.sdkbootstrap.stage.SeedCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the machine, before anything runs, whether it can do what a plan asks for. */
public final class RunPreflight {

  private final BootstrapOptions options;
  private final Optional<PrivilegeSetting> setting;
  private final Console console;

  /**
   * Of a run of these options.
   *
   * @param setting the privilege that is asked for, if one is; otherwise sdk.yaml's
   */
  public RunPreflight(
      BootstrapOptions options, Optional<PrivilegeSetting> setting, Console console) {
    this.options = options;
    this.setting = setting;
    this.console = console;
  }

  /**
   * Finds out whether stages can run, and how, before hours of work.
   *
   * @param seed what the first of them is unpacked from
   */
  Privilege require(Preparation prepared, Path seed)
      throws IOException, InterruptedException, InputException {
    Privilege privilege = Checks.preflight(need(prepared, SeedCheck.room(seed)), console);
    Checks.report(
        prepared.seedFindings(
            seed,
            Optional.of(privilege),
            options.work(prepared.bootstrap().sdk()),
            options.strict()),
        console);
    return privilege;
  }

  /** What the first second can tell, for a plan; nothing of a seed that is not here yet. */
  public List<Finding> findings(Preparation prepared) throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Optional<PlannedStage> first =
        prepared.plan().stages().stream().filter(PlannedStage::runs).findFirst();
    if (first.isEmpty() || !prepared.plan().isPossible()) {
      return findings;
    }
    Path work = options.work(prepared.bootstrap().sdk());
    SeedCheck.codec(work).ifPresent(findings::add);
    boolean here = first.get().number() == 1 && prepared.config().seed().kind() != SeedRef.Kind.URL;
    Path seed = here ? prepared.seedFile(Progress.NONE) : null;
    Preflight preflight = Preflight.check(need(prepared, here ? SeedCheck.room(seed) : 0));
    findings.addAll(preflight.findings());
    if (here) {
      findings.addAll(prepared.seedFindings(seed, preflight.privilege(), work, options.strict()));
    }
    return findings;
  }

  /** What a run asks of the machine, with this room for roots. */
  Preflight.Need need(Preparation prepared, long bytes) {
    return new Preflight.Need(
        setting.orElse(PrivilegeSetting.parse(prepared.config().privilege())),
        options.work(prepared.bootstrap().sdk()),
        prepared.config().arch(),
        bytes,
        0);
  }
}
