package io.jenkins.plugins.sdkbootstrap.cli;

import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.stage.SeedCheck;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The base of all commands. {@link Main} has their names. */
@Command(sortOptions = false)
abstract class SdkCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  private PrintStream out;
  private PrintStream err;

  /** Results go to {@code out}, messages to {@code err}. */
  SdkCommand on(PrintStream results, PrintStream messages) {
    out = results;
    err = messages;
    return this;
  }

  @Override
  public final Integer call() throws Exception {
    try (Console console = new Console(out, err, common.json())) {
      return run(console);
    }
  }

  /**
   * Does the work.
   *
   * @return the exit code
   */
  abstract int run(Console console) throws Exception;

  boolean json() {
    return common.json();
  }

  /** The privilege that is asked for on the command line, if one is. */
  Optional<PrivilegeSetting> privilege() {
    return common.privilege();
  }

  /**
   * Finds the privilege to touch roots with.
   *
   * @param need what the work needs
   * @throws InputException with a line for each thing that is missing
   */
  static Privilege preflight(Preflight.Need need, Console console)
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
  static void requireTools() throws InterruptedException, InputException {
    requireNoErrors(Preflight.tools());
  }

  /** Says what was found, and stops where it is an error. */
  static void report(List<Finding> findings, Console console) throws InputException {
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

  /** The same for a single command, without a room to find out about. */
  Privilege preflight(Path workDirectory, Console console)
      throws IOException, InterruptedException, InputException {
    return preflight(
        new Preflight.Need(
            privilege().orElse(PrivilegeSetting.AUTO),
            workDirectory.toAbsolutePath(),
            System.getProperty("os.arch"),
            0,
            0),
        console);
  }
}
