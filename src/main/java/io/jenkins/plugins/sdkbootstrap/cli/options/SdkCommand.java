package io.jenkins.plugins.sdkbootstrap.cli.options;

import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.Privilege;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.cli.bootstrap.Checks;
import io.jenkins.plugins.sdkbootstrap.cli.catalyst.InputException;
import io.jenkins.plugins.sdkbootstrap.cli.report.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The base of all commands. {@code Main} has their names. */
@Command(sortOptions = false, addMethodSubcommands = false)
public abstract class SdkCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  private PrintStream out;
  private PrintStream err;

  /** Results go to {@code out}, messages to {@code err}. */
  public SdkCommand on(PrintStream results, PrintStream messages) {
    out = results;
    err = messages;
    return this;
  }

  @Override
  public final Integer call() throws Exception {
    try (Console console = new Console(out, err, common.json(), common.progressAsEvents())) {
      return run(console);
    }
  }

  /**
   * Does the work.
   *
   * @return the exit code
   */
  protected abstract int run(Console console) throws Exception;

  public boolean json() {
    return common.json();
  }

  /** The privilege that is asked for on the command line, if one is. */
  public Optional<PrivilegeSetting> privilege() {
    return common.privilege();
  }

  /** The same for a single command, without a room to find out about. */
  public Privilege preflight(Path workDirectory, Console console)
      throws IOException, InterruptedException, InputException {
    return Checks.preflight(
        new Preflight.Need(
            privilege().orElse(PrivilegeSetting.AUTO),
            workDirectory.toAbsolutePath(),
            System.getProperty("os.arch"),
            0,
            0),
        console);
  }
}
