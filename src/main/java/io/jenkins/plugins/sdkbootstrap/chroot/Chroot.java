package io.jenkins.plugins.sdkbootstrap.chroot;

import io.jenkins.plugins.sdkbootstrap.process.PathBytes;
import io.jenkins.plugins.sdkbootstrap.process.RawCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a stage's script in its root by {@code enter.sh}; see the comment at the top of that file.
 */
public final class Chroot {

  /**
   * The exit status of a stage that could not be entered; the last line of the log then says why.
   */
  static final int NOT_ENTERED = 125;

  /** How that line begins. */
  static final String COMPLAINT = "cannot enter the stage: ";

  private Chroot() {}

  /**
   * Whether a stage was entered: its script may end with any status.
   *
   * @param status of {@link #run}
   * @param lines the last ones of the log
   */
  public static boolean wasEntered(int status, List<String> lines) {
    return status != NOT_ENTERED
        || lines.isEmpty()
        || !lines.get(lines.size() - 1).startsWith(COMPLAINT);
  }

  /**
   * The command line of a run, in ASCII for all names and values, for a driver that starts it
   * itself. The driver holds a pipe to its standard input; the stage ends when the pipe ends. Its
   * exit status is the script's.
   */
  public static List<String> command(StageRun run, Privilege privilege, EnterProgram program) {
    List<byte[]> words = new ArrayList<>(program.words());
    add(words, "--root", PathBytes.of(run.root()));
    addAll(words, run, true);
    return privilege.command(RawCommand.of(words));
  }

  /** The options of a run without its root. */
  static void addAll(List<byte[]> words, StageRun run, boolean script) {
    add(words, "--stage", utf8(Integer.toString(run.stage())));
    if (script) {
      add(words, "--script", PathBytes.of(run.script()));
    }
    add(words, "--network", utf8(run.network() ? "on" : "off"));
    run.hostname().ifPresent(name -> add(words, "--hostname", utf8(name)));
    if (run.again()) {
      words.add(utf8("--again"));
    }
    for (Map.Entry<String, String> variable : run.env().entrySet()) {
      add(words, "--env", utf8(variable.getKey() + "=" + variable.getValue()));
    }
    for (Bind bind : run.binds()) {
      add(words, bind.mode().option(), PathBytes.of(bind.source()));
      words.add(utf8(bind.mountPoint()));
    }
  }

  /** The command line of a trial: it enters an empty root that only it sees. */
  static List<String> trial(Path directory, Privilege privilege) {
    List<byte[]> words = new ArrayList<>(EnterProgram.inline().words());
    add(words, "--root", PathBytes.of(directory));
    words.add(utf8("--trial"));
    add(words, "--hostname", utf8("trial"));
    return privilege.command(RawCommand.of(words));
  }

  /**
   * Runs a stage to its end.
   *
   * @param log receives the output of the program and the script; not closed
   * @return the script's exit status, 128+n if signal n ended it, or {@link #NOT_ENTERED}
   * @throws InterruptedException if the thread was interrupted; the stage has then ended
   * @throws IOException if the command cannot be started or the log cannot be written; then the
   *     stage has ended
   */
  public static int run(StageRun run, Privilege privilege, OutputStream log)
      throws IOException, InterruptedException {
    try (StageProcess process = start(run, privilege, log)) {
      return process.waitFor();
    }
  }

  /**
   * Starts a stage; the caller closes it.
   *
   * @param log as for {@link #run}; another thread writes it until the process is closed
   * @throws IOException if the command cannot be started
   */
  public static StageProcess start(StageRun run, Privilege privilege, OutputStream log)
      throws IOException {
    return new StageProcess(command(run, privilege, EnterProgram.inline()), log);
  }

  static void add(List<byte[]> words, String option, byte[] value) {
    words.add(utf8(option));
    words.add(value);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
