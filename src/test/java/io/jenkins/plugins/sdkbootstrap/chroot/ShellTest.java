package io.jenkins.plugins.sdkbootstrap.chroot;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** A shell in a root, on a real terminal, which tmux is. */
@RunWith(Parameterized.class)
@Category(Mounts.class)
public class ShellTest {

  @ClassRule public static final Stages STAGES = new Stages();

  private static final long PATIENCE_MILLIS = 60_000;

  /** What the script and the shell both tell of what they have around them. */
  private static final String LOOK =
      """
      env -0 | perl -0 -ne 'print "$_\\n" unless /^(_|OLDPWD)=/' | perl -e 'print sort <>'
      perl -ne '@f = split; print join(" ", $f[4], $f[3], $f[5], $f[-3]), "\\n"' /proc/self/mountinfo
      perl -ne 'print if /^(Uid|Gid|Groups|Cap|NoNewPrivs|Seccomp:)/' /proc/self/status
      cat /proc/self/limits /proc/net/dev | perl -ne 'print if /^Max/ or s/:.*//'
      hostname; umask; pwd; cat /tmp/stage.sh
      """;

  @Parameter public Privilege privilege;

  private Path scratch;
  private Path socket;

  @Parameters(name = "{0}")
  public static Privilege[] privileges() {
    return Privilege.values();
  }

  @Before
  public void makeScratch() throws Exception {
    assumeTrue("needs tmux and script", Tool.isForRoot("tmux") && Tool.isForRoot("script"));
    scratch = STAGES.directory("terminal");
    socket = scratch.resolve("tmux");
  }

  @After
  public void endTerminal() throws Exception {
    Tool.run(List.of("tmux", "-S", socket.toString(), "kill-server"));
  }

  @Test
  public void hasWhatTheScriptHas() throws Exception {
    StageRun run = run(LOOK);
    Stages.Result script = STAGES.run(run, privilege);
    assertEquals(script.err(), 0, script.status());
    assertThat(script.out(), containsString("STAGE_ROOT=/tmp/stage1root"));
    assertThat(script.out(), containsString("/repos/a"));
    Shell shell = new Shell(run.root(), Optional.of(run), true, LOOK);
    Stages.Result found =
        STAGES.run(STAGES.as(privilege, shell.command(privilege, false)), Map.of());
    assertEquals(script.out(), found.out());
    assertEquals("", found.err());
  }

  @Test
  public void returnsTheStatusOfTheCommand() throws Exception {
    for (boolean inStage : List.of(true, false)) {
      StageRun run = run(":");
      Shell shell =
          new Shell(run.root(), inStage ? Optional.of(run) : Optional.empty(), inStage, "exit 7");
      Stages.Result result =
          STAGES.run(STAGES.as(privilege, shell.command(privilege, false)), Map.of());
      assertEquals(result.err(), 7, result.status());
      assertEquals(inStage, Files.exists(run.root().resolve("tmp/stage.sh")));
    }
  }

  @Test
  public void leavesTheScriptAndTheNewRootThatItFindsAlone() throws Exception {
    StageRun run = run("echo mine >\"$STAGE_ROOT/file\"; echo '# changed' >>/tmp/stage.sh; exit 1");
    assertEquals(1, STAGES.run(run, privilege).status());
    Shell shell =
        new Shell(
            run.root(), Optional.of(run), false, "cat \"$STAGE_ROOT/file\"; cat /tmp/stage.sh");
    Stages.Result result =
        STAGES.run(STAGES.as(privilege, shell.command(privilege, false)), Map.of());
    assertEquals(result.err(), 0, result.status());
    assertTrue(result.out(), result.out().startsWith("mine\n"));
    assertTrue(result.out(), result.out().endsWith("# changed\n"));
  }

  @Test
  public void hasATerminalWithJobControl() throws Exception {
    StageRun run = run("");
    open(run, "");
    type("[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && : </dev/tty && echo term''inal");
    await("terminal");
    // What ttyname(3) looks for.
    type("perl -e 'print \"na\", \"med\\n\" if (stat STDIN)[1] == (stat \"/dev/console\")[1]'");
    await("named");
    type("sleep 1000; echo inter''rupted $?");
    await("sleep 1000;");
    pause();
    key("C-c");
    await("^C");
    type("sleep 1001");
    pause();
    key("C-z");
    await("Stopped");
    type("jobs; kill %1; fg; echo job''less");
    await("jobless");
    type(size("before"));
    await("before=30x90");
    tmux("resize-window", "-x", "70", "-y", "40");
    pause();
    type(size("after"));
    await("after=40x70");
    type("exit 3");
    await("left with 3, settings are the same");
    assertEquals(List.of(), Stages.left(run.root()));
  }

  @Test
  public void givesKeysToACommandToo() throws Exception {
    StageRun run = run("");
    open(run, "trap 'echo cau''ght' INT; echo re''ady; while :; do sleep 0.1; done; exit 4");
    await("ready");
    key("C-z"); // stops nothing, as there is no shell that could let it go on
    pause();
    key("C-c");
    await("caught");
    key("C-c");
    pause();
    assertTrue(Stages.left(run.root()).size() > 3);
    tmux("kill-server");
    Stages.awaitNothingLeft(run.root());
  }

  @Test
  public void endsWithItsTerminal() throws Exception {
    StageRun run = run("");
    open(run, "");
    type("trap '' HUP TERM; sleep 1000 & (setsid sleep 1001 &); echo star''ted");
    await("started");
    tmux("kill-server");
    Stages.awaitNothingLeft(run.root());
  }

  @Test
  public void endsWithWhoStartedItAndGivesTheTerminalBack() throws Exception {
    StageRun run = run("");
    open(run, "");
    type("trap '' HUP INT TERM; echo star''ted; sleep 1000");
    await("started");
    Tool.run(List.of("sh", "-c", "kill -KILL $(cat " + scratch.resolve("caller") + ")"));
    await("left with 137, settings are the same");
    Stages.awaitNothingLeft(run.root());
  }

  @Test
  public void putsNoWordsIntoTheTerminalOfTheCaller() throws Exception {
    StageRun run = run("");
    open(
        run,
        "perl -e 'for (split //, \"touch " + scratch + "/harm\\n\") { ioctl(STDIN, 0x5412, $_) }'");
    await("left with 0, settings are the same");
    type("echo outside a''gain");
    await("outside again");
    assertFalse(Files.exists(scratch.resolve("harm")));
  }

  @Test
  public void saysWhyItCannotBeEntered() throws Exception {
    StageRun run = run("");
    Files.delete(run.root().resolve("bin/sh"));
    Shell shell = new Shell(run.root(), Optional.empty(), false, "true");
    Stages.Result result =
        STAGES.run(STAGES.as(privilege, shell.command(privilege, false)), Map.of());
    assertEquals(Chroot.NOT_ENTERED, result.status());
    assertEquals("cannot enter the stage: the root has no /bin/sh\n", result.err());
  }

  @Test
  public void passesWhatACommandWritesAsItComes() throws Exception {
    assumeTrue("the others are other users", privilege == Privilege.ROOT);
    StageRun run = run("");
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    int status =
        new Shell(run.root(), Optional.of(run), true, "echo out; echo err >&2; cat; exit 5")
            .run(privilege, log);
    assertEquals(5, status);
    assertEquals("out\nerr\n", log.toString(StandardCharsets.UTF_8));
  }

  private StageRun run(String script) throws Exception {
    return StageRun.of(STAGES.root(privilege, "root"), 1, STAGES.script(script))
        .withEnv(Map.of("SDK_NAME", "mini"))
        .withNetwork(false)
        .withHostname("stage1")
        .withBinds(List.of(Bind.readOnly(STAGES.directory("repo"), "/repos/a")));
  }

  private static String size(String name) {
    return "perl -e 'ioctl(STDIN, 0x5413, my $s = q(x) x 8); printf \""
        + name
        + "=%dx%d\\n\", unpack(q(SS), $s)'";
  }

  /** Opens the shell on a new terminal, by a process that has written its number before. */
  private void open(StageRun run, String text) throws Exception {
    Shell shell = new Shell(run.root(), Optional.of(run), true, text);
    List<String> command =
        STAGES.as(privilege, List.of("sh", STAGES.script(caller(shell)).toString()));
    Path outer =
        STAGES.script(
            "before=$(stty -g)",
            quoted(command),
            "status=$?",
            "until [ \"$before\" = \"$(stty -g)\" ]; do sleep 0.1; done", // a killed caller waits
            // for none
            "echo left with $status, settings are the same",
            "exec sh");
    Tool.Result<String> started =
        Tool.run(
            List.of(
                "tmux",
                "-S",
                socket.toString(),
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                "90",
                "-y",
                "30",
                "sh " + outer));
    assertEquals(started.output(), 0, started.status());
    if (text.isEmpty()) {
      await("# ");
    }
  }

  /** As a process of Java that starts the command and waits for it. */
  private String caller(Shell shell) {
    List<String> words = new ArrayList<>(shell.terminalCommand(privilege));
    return "echo $$ >" + scratch.resolve("caller") + "\n" + quoted(words) + " <&0\n" + "exit $?";
  }

  private static String quoted(List<String> words) {
    return words.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  private void type(String line) throws Exception {
    tmux("send-keys", "-l", line);
    key("Enter");
  }

  private void key(String key) throws Exception {
    tmux("send-keys", key);
  }

  private void await(String text) throws Exception {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (!screen().contains(text)) {
      assertTrue("no " + text + " in\n" + screen(), System.nanoTime() < end);
      Thread.sleep(100);
    }
  }

  /** Time for a program to begin what it has been told to. */
  private static void pause() throws Exception {
    Thread.sleep(1000);
  }

  private String screen() throws Exception {
    return tmux("capture-pane", "-p", "-J");
  }

  private String tmux(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
    command.addAll(List.of(words));
    return Tool.run(command).output();
  }
}
