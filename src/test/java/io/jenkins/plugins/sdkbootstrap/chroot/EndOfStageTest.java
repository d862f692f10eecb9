package io.jenkins.plugins.sdkbootstrap.chroot;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** However a stage ends, nothing of it is left. */
@RunWith(Parameterized.class)
@Category(Mounts.class)
public class EndOfStageTest {

  @ClassRule public static final Stages STAGES = new Stages();

  /** A script whose processes end by SIGKILL only. */
  static final String[] STUBBORN = {
    "trap '' HUP INT TERM",
    "sleep 1000 &",
    "setsid sleep 1000 &",
    "(setsid sh -c 'sleep 1000 & sleep 1000' &)",
    "echo started",
  };

  @Parameter public Privilege privilege;

  private final List<Process> started = new ArrayList<>();

  @Parameters(name = "{0}")
  public static Privilege[] privileges() {
    return Privilege.values();
  }

  @Test
  public void endsWhatTheScriptLeftRunning() throws Exception {
    StageRun run = StageRun.of(STAGES.root(privilege, "root"), 1, STAGES.script(STUBBORN));
    Stages.Result result = STAGES.run(run, privilege);
    assertEquals(0, result.status());
    assertEquals(List.of(), Stages.left(run.root()));
  }

  @Test
  public void endsWithTheDriverThatIsKilled() throws Exception {
    StageRun run = endless();
    String[] arguments = {
      privilege.name(), run.root().toUri().toString(), run.script().toUri().toString()
    };
    Process driver = process(STAGES.as(privilege, STAGES.java(Driver.class, arguments)));
    awaitStart(driver);
    assertTrue(Stages.left(run.root()).size() > 5);
    driver.destroyForcibly();
    Stages.awaitNothingLeft(run.root());
  }

  @Test
  public void endsWithTheLifelineAndWithoutAnotherWord() throws Exception {
    StageRun run = endless();
    Process process =
        new ProcessBuilder(
                STAGES.as(privilege, Chroot.command(run, privilege, EnterProgram.inline())))
            .redirectErrorStream(true)
            .start();
    started.add(process);
    BufferedReader out = awaitStart(process);
    process.getOutputStream().close();
    assertEquals(128 + 15, process.waitFor());
    assertEquals(List.of(), Stages.left(run.root()));
    assertEquals(List.of(), out.lines().toList());
  }

  @Test
  public void endsWithTheLifelineWhereSignalsAreIgnored() throws Exception {
    StageRun run = endless();
    List<String> command = Chroot.command(run, privilege, EnterProgram.inline());
    Process process = new ProcessBuilder(STAGES.as(privilege, ignoringSignals(command))).start();
    awaitStart(process);
    process.getOutputStream().close();
    Stages.awaitNothingLeft(run.root());
  }

  @Test
  public void endsBySignals() throws Exception {
    for (int signal : List.of(1, 2, 15)) {
      StageRun run = endless();
      Process process = start(run);
      SmallRoot.run(List.of("sh", "-c", "kill -" + signal + " " + process.pid()));
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(128 + signal, process.exitValue());
      assertEquals(List.of(), Stages.left(run.root()));
    }
  }

  @Test
  public void endsWhenItsOuterProcessIsKilled() throws Exception {
    StageRun run = endless();
    Process process = start(run);
    ProcessHandle outer = process.toHandle();
    while (!isShell(outer)) { // sudo
      outer = outer.children().findFirst().orElseThrow();
    }
    outer.destroyForcibly();
    Stages.awaitNothingLeft(run.root());
  }

  @Test
  public void outlivesAScriptThatKillsAllItCan() throws Exception {
    StageRun run =
        StageRun.of(
            STAGES.root(privilege, "root"),
            1,
            STAGES.script("kill -KILL -1; kill -KILL 1; kill -TERM 1; echo on", "sleep 1000"));
    Process process = process(run);
    BufferedReader out = reader(process);
    assertEquals("on", out.readLine());
    process.getOutputStream().close();
    assertEquals(128 + 15, process.waitFor());
    assertEquals(List.of(), Stages.left(run.root()));
  }

  @Test
  public void isReadFromAFileToo() throws Exception {
    Path file = STAGES.script(EnterProgram.text().stripTrailing());
    StageRun run = StageRun.of(STAGES.root(privilege, "root"), 1, STAGES.script("echo hello"));
    Stages.Result result =
        STAGES.run(
            STAGES.as(privilege, Chroot.command(run, privilege, EnterProgram.file(file))),
            Map.of());
    assertEquals(result.err(), "hello\n", result.out());
  }

  private StageRun endless() throws Exception {
    String script = String.join("\n", STUBBORN) + "\nsleep 1000";
    return StageRun.of(STAGES.root(privilege, "root"), 1, STAGES.script(script));
  }

  private Process start(StageRun run) throws Exception {
    Process process = process(run);
    awaitStart(process);
    return process;
  }

  private Process process(StageRun run) throws Exception {
    // Whoever runs the tests may ignore signals, as nohup does, and a shell cannot take that back.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal"));
    command.addAll(STAGES.as(privilege, Chroot.command(run, privilege, EnterProgram.inline())));
    return process(command);
  }

  private Process process(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    started.add(process);
    return process;
  }

  /** Where a test failed. */
  @After
  public void endAll() throws Exception {
    for (Process process : started) {
      process.getOutputStream().close();
      process.destroyForcibly();
    }
  }

  private static BufferedReader awaitStart(Process process) throws Exception {
    BufferedReader out = reader(process);
    String line = out.readLine();
    while (line != null && !line.equals("started")) {
      line = out.readLine();
    }
    assertEquals("started", line);
    return out;
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static boolean isShell(ProcessHandle process) throws IOException {
    Path program = Files.readSymbolicLink(Path.of("/proc", process.pid() + "", "exe"));
    return program.toString().endsWith("sh");
  }

  private static List<String> ignoringSignals(List<String> command) {
    List<String> whole =
        new ArrayList<>(List.of("sh", "-c", "trap '' HUP INT TERM; exec \"$@\"", "sh"));
    whole.addAll(command);
    return whole;
  }
}
