package io.jenkins.plugins.sdkbootstrap.chroot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.instanceOf;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** The Java side of a run, with this process, which is root, as the driver. */
@Category(Mounts.class)
public class ChrootTest {

  @ClassRule public static final Stages STAGES = new Stages();

  @Test
  public void writesWhatProgramAndScriptSayToTheLog() throws Exception {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    int status = Chroot.run(stage("echo out; echo err >&2; exit 3"), Privilege.ROOT, log);
    assertEquals(3, status);
    assertThat(log.toString(UTF_8), containsString("run /tmp/stage.sh by /bin/sh\nout\nerr\n"));
  }

  @Test
  public void endsTheStageBeforeAnInterruptedDriverGoesOn() throws Exception {
    StageRun run = endless();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    StringBuffer seen = new StringBuffer();
    OutputStream log =
        new OutputStream() {
          @Override
          public void write(int b) {
            seen.append((char) b);
            if (seen.indexOf("started\n") >= 0) {
              started.countDown();
            }
          }
        };
    Thread driver =
        new Thread(
            () -> {
              try {
                Chroot.run(run, Privilege.ROOT, log);
              } catch (IOException | InterruptedException e) {
                thrown.set(e);
              }
            });
    driver.start();
    started.await();
    driver.interrupt();
    driver.join();
    assertThat(thrown.get(), instanceOf(InterruptedException.class));
    assertEquals(List.of(), Stages.left(run.root()));
  }

  @Test
  public void endsTheStageWhenTheLogTakesNoMore() throws Exception {
    StageRun run = endless();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    IOException e = assertThrows(IOException.class, () -> Chroot.run(run, Privilege.ROOT, full));
    assertEquals("no space left", e.getCause().getMessage());
    assertEquals(List.of(), Stages.left(run.root()));
  }

  @Test
  public void keepsNamesAndValuesInThePosixLocale() throws Exception {
    String odd = "\u00e9 \u4e2d";
    String root = STAGES.root(Privilege.ROOT, "root").getParent().toUri() + "%C3%A9+root%FF";
    SmallRoot.run(
        List.of(
            "sh",
            "-c",
            "mv -- \"$1/root\" \"$1/$(printf '\\303\\251+root\\377')\"",
            "sh",
            Path.of(URI.create(root)).getParent().toString()));
    Path script = STAGES.script("printf '%s|' \"$VALUE\" \"$STAGE_ROOT\"; cat /r\u00e9po/recipe");
    Path repo = STAGES.directory("repo");
    Files.writeString(repo.resolve("recipe"), "recipe\n");
    Stages.Result result =
        STAGES.run(
            STAGES.java(
                Driver.class,
                "ROOT",
                root,
                script.toUri().toString(),
                "env",
                "VALUE",
                URLEncoder.encode(odd, UTF_8),
                "repo",
                repo.toUri().toString(),
                URLEncoder.encode("/r\u00e9po", UTF_8)),
            Map.of("LC_ALL", "POSIX"));
    assertEquals(result.out() + result.err(), 0, result.status());
    assertThat(result.out(), containsString(odd + "|/tmp/stage1root|recipe\n"));
  }

  @Test
  public void worksWhereTheAgentsShellIsBash() throws Exception {
    Path bin = STAGES.directory("bin");
    Files.createSymbolicLink(bin.resolve("sh"), Path.of("/bin/bash"));
    StageRun run =
        stage("printf '%s' \"$VALUE\"; sleep 1000 & exit 4")
            .withEnv(Map.of("VALUE", " a\\0101 'b'\n"))
            .withBinds(List.of(Bind.readOnly(STAGES.directory("re po"), "/re po")));
    Stages.Result result =
        STAGES.run(
            Chroot.command(run, Privilege.ROOT, EnterProgram.inline()),
            Map.of("PATH", bin + ":" + System.getenv("PATH")));
    assertEquals(result.err(), " a\\0101 'b'\n", result.out());
    assertEquals(4, result.status());
    assertEquals(List.of(), Stages.left(run.root()));
  }

  @Test
  public void refusesTheAgentsOwnRoot() throws Exception {
    StageRun run = StageRun.of(Path.of("/"), 1, STAGES.script(":"));
    Stages.Result result = STAGES.run(run, Privilege.ROOT);
    assertEquals("cannot enter the stage: --root: this is the agent's own root\n", result.err());
    assertEquals(Chroot.NOT_ENTERED, result.status());
  }

  @Test
  public void namesWhatIsWrongWithArguments() throws Exception {
    Path root = STAGES.root(Privilege.ROOT, "root");
    String script = STAGES.script(":").toString();
    assertComplaint("unknown argument: --what", "--what", "x");
    assertComplaint("--stage: value missing", "--stage");
    assertComplaint("--stage: not a number: one", "--stage", "one");
    assertComplaint("--root: no such directory: /none", "--stage", "1", "--root", "/none");
    assertComplaint(
        "--script: no such file: /none",
        "--stage",
        "1",
        "--root",
        root.toString(),
        "--script",
        "/none");
    assertComplaint("--env: not NAME=VALUE: A", "--env", "A");
    assertComplaint("--env: not a name: A-B", "--env", "A-B=c");
    assertComplaint(
        "--network: neither on nor off: no",
        "--stage",
        "1",
        "--root",
        root.toString(),
        "--script",
        script,
        "--network",
        "no");
  }

  private static void assertComplaint(String complaint, String... arguments) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(List.of("sh", "-c", "eval \"$0\"", EnterProgram.text()));
    command.addAll(List.of(arguments));
    Stages.Result result = STAGES.run(command, Map.of());
    assertEquals("cannot enter the stage: " + complaint + "\n", result.err());
    assertEquals(Chroot.NOT_ENTERED, result.status());
  }

  private static StageRun stage(String... script) throws Exception {
    return StageRun.of(STAGES.root(Privilege.ROOT, "root"), 1, STAGES.script(script));
  }

  private static StageRun endless() throws Exception {
    return stage(String.join("\n", EndOfStageTest.STUBBORN), "sleep 1000");
  }
}
