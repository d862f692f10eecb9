package io.jenkins.plugins.sdkbootstrap.cli.bootstrap;

import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import io.jenkins.plugins.sdkbootstrap.stage.SeedCheck;
import java.io.IOException;
import java.util.List;

/** What is found out about the machine before the work: reported, or an error. */
public final class Checks {

  private Checks() {}

  /**
   * Finds the privilege to touch roots with.
   *
   * @param need what the work needs
   * @throws InputException with a line for each thing that is missing
   */
  public static Privilege preflight(Preflight.Need need, Console console)
      throws IOException, InterruptedException, InputException {
    Preflight preflight = Preflight.check(need);
    report(preflight.findings(), console);
    SeedCheck.codec(need.workDirectory()).ifPresent(f -> console.progress().note(f.line()));
    return preflight.privilege().orElseThrow();
  }

  /**
   * Finds out whether the programs that all work needs are there, before any of it.
   *
   * @throws InputException with a line for each that is missing
   */
  public static void requireTools() throws InterruptedException, InputException {
    requireNoErrors(Preflight.tools());
  }

  /** Says what was found, and stops where it is an error. */
  public static void report(List<Finding> findings, Console console) throws InputException {
    findings.stream()
        .filter(f -> f.severity() != Finding.Severity.ERROR)
        .forEach(f -> console.progress().note(f.line()));
    requireNoErrors(findings);
  }

  private static void requireNoErrors(List<Finding> findings) throws InputException {
    List<String> errors =
        findings.stream()
            .filter(f -> f.severity() == Finding.Severity.ERROR)
            .map(Finding::line)
            .toList();
    if (!errors.isEmpty()) {
      throw new InputException(errors);
    }
  }
}
