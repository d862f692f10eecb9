package io.jenkins.plugins.sdkbootstrap.chroot;

import io.jenkins.plugins.sdkbootstrap.process.PathBytes;
import io.jenkins.plugins.sdkbootstrap.process.RawCommand;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A shell, or one command, in a root: with what a stage's script has around it, or in a root that
 * is nobody's.
 *
 * @param root on the agent
 * @param stage what the script of the stage has; empty for a root by itself, with the network on
 * @param putScript whether the stage's script is copied to {@code /tmp/stage.sh}; otherwise what is
 *     there stays
 * @param text the command, for the root's {@code /bin/sh}; empty for an interactive shell
 */
public record Shell(Path root, Optional<StageRun> stage, boolean putScript, String text) {

  private static final String TERMINAL = EnterProgram.read("terminal.sh");

  private static final long PATIENCE_SECONDS = 30;

  /** What a terminal's kind is called, as in terminfo. */
  private static final String TERM = "[A-Za-z0-9][A-Za-z0-9._+-]{0,63}";

  /**
   * With an absolute root.
   *
   * @throws IllegalArgumentException if the command has a NUL
   */
  public Shell {
    root = root.toAbsolutePath();
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a command cannot have a NUL");
    }
  }

  /** Runs it on the terminal that this process has as its standard input, output and error. */
  public int onTerminal(Privilege privilege) throws IOException, InterruptedException {
    Process process = Tool.builder(terminalCommand(privilege)).inheritIO().start();
    try {
      return process.waitFor();
    } finally {
      end(process);
    }
  }

  /**
   * Runs it without a terminal and without input.
   *
   * @param log takes what it writes, as it comes; not closed
   * @return as of {@link Chroot#run}
   */
  public int run(Privilege privilege, OutputStream log) throws IOException, InterruptedException {
    try (StageProcess process = new StageProcess(command(privilege, false), log)) {
      return process.waitFor();
    }
  }

  List<String> terminalCommand(Privilege privilege) {
    List<String> words = new ArrayList<>();
    // Whatever becomes of this process, its terminal is given back, and the stage ends.
    words.addAll(List.of("setpriv", "--pdeathsig", "TERM", "sh", "-c", "eval \"$0\"", TERMINAL));
    words.addAll(command(privilege, true));
    return words;
  }

  List<String> command(Privilege privilege, boolean terminal) {
    List<byte[]> words = new ArrayList<>(EnterProgram.inline().words());
    Chroot.add(words, "--root", PathBytes.of(root));
    Chroot.add(words, "--command", text.getBytes(StandardCharsets.UTF_8));
    String kind = System.getenv("TERM");
    if (terminal) {
      words.add("--terminal".getBytes(StandardCharsets.US_ASCII));
      if (kind != null && kind.matches(TERM)) { // before the stage's own, which may say otherwise
        Chroot.add(words, "--env", ("TERM=" + kind).getBytes(StandardCharsets.US_ASCII));
      }
    }
    stage.ifPresent(run -> Chroot.addAll(words, run, putScript));
    return privilege.command(RawCommand.of(words));
  }

  private static void end(Process process) {
    boolean interrupted = false;
    process.destroy();
    while (true) {
      try {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true; // what was started is cleaned up first
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
