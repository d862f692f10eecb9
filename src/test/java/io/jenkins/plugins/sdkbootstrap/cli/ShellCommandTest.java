package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** A failed stage is looked into from the command line. */
@Category(Mounts.class)
public class ShellCommandTest {

  private static final String FAIL =
      "echo trace >/tmp/trace; echo new >\"$STAGE_ROOT/new\"; export -p >/tmp/env; echo it broke; exit 3\n";

  @Rule public final TinySdk sdk = new TinySdk();

  @Test
  public void entersTheKeptRootOfAFailedStage() throws Exception {
    sdk.script(2, FAIL);
    Outcome failed = sdk.bootstrap("--keep-failed");
    assertEquals(failed.toString(), Exit.FAILED, failed.status());
    assertTrue(
        failed.toString(),
        failed
            .out()
            .contains(
                "  bootstrap-sdk shell --stage 2 --version "
                    + TinySdk.VERSION
                    + " --config "
                    + sdk.path("sdk.yaml")));
    List<String> kept = sdk.names("store/tiny-sdk/.work");
    assertEquals(kept.toString(), 2, kept.size());
    Outcome shell = shell("--stage", "2", "-c", "cat /tmp/trace \"$STAGE_ROOT/new\"; export -p");
    assertEquals(shell.toString(), 0, shell.status());
    assertTrue(shell.toString(), shell.out().startsWith("trace\nnew\n"));
    Outcome then = shell("--stage", "2", "-c", "cat /tmp/env");
    assertEquals(sorted(then.out()), sorted(shell.out().replaceFirst("trace\nnew\n", "")));
    Outcome byPlace =
        shell(
            sdk.path("store/tiny-sdk/.work/" + kept.get(0)).toString(),
            "-c",
            "cat /tmp/trace; echo $SDK_VERSION $STAGE");
    assertEquals("trace\n" + TinySdk.VERSION + " 2\n", byPlace.out());
    shell("--stage", "2", "-c", "echo mine >/tmp/mine").requireDone();
    assertEquals("mine\n", shell("--stage", "2", "-c", "cat /tmp/mine").out());
    assertEquals(kept, sdk.names("store/tiny-sdk/.work"));
    // The next run has a new root; the kept one stays until that fails, too.
    sdk.script(2, "[ ! -e /tmp/mine ]\n");
    sdk.bootstrap().requireDone();
    assertEquals(kept, sdk.names("store/tiny-sdk/.work"));
  }

  @Test
  public void aBootstrapRemovesWhatAKilledShellHasLeft() throws Exception {
    Path left = sdk.path("store/tiny-sdk/.work/.shell-123/root/etc");
    Files.createDirectories(left);
    Files.writeString(left.resolve("passwd"), "");
    sdk.bootstrap("stage1").requireDone();
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.work"));
  }

  @Test
  public void keepsNoMoreRootsThanItIsTold() throws Exception {
    sdk.script(2, FAIL);
    sdk.bootstrap("--keep-failed");
    sdk.script(2, "");
    sdk.script(3, FAIL);
    Outcome outcome = sdk.bootstrap("--keep-failed", "--keep-most", "1");
    assertTrue(outcome.toString(), outcome.out().contains("at most 1 are kept"));
    List<String> kept = sdk.names("store/tiny-sdk/.work");
    assertTrue(kept.toString(), kept.size() == 2 && kept.get(0).startsWith("failed-stage3-"));
  }

  @Test
  public void unpacksTheSeedWhereTheRootIsNotKept() throws Exception {
    sdk.script(2, FAIL);
    assertEquals(Exit.FAILED, sdk.bootstrap().status());
    Outcome shell = shell("--stage", "2", "-c", "cat /tmp/stage.sh; ls $STAGE_ROOT; exit 9");
    assertEquals(shell.toString(), 9, shell.status());
    assertTrue(shell.toString(), shell.out().endsWith(FAIL));
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.work"));
  }

  @Test
  public void entersARootAndATarball() throws Exception {
    TinySdk.command("unpack", sdk.path("seed.tar").toString(), sdk.path("root").toString())
        .requireDone();
    Outcome root =
        TinySdk.command("shell", sdk.path("root").toString(), "-c", "echo $STAGE; cat >/file");
    assertEquals(root.toString(), "\n", root.out());
    assertTrue(Files.exists(sdk.path("root/file")));
    assertFalse(Files.exists(sdk.path("root/tmp/stage.sh")));
    String work = sdk.path("work").toString();
    Outcome tarball =
        TinySdk.command(
            "shell", sdk.path("seed.tar").toString(), "--work", work, "--json", "-c", "exit 6");
    assertEquals(tarball.toString(), 6, tarball.status());
    assertTrue(tarball.toString(), tarball.out().contains("\"status\" : 6"));
    assertEquals(List.of(), sdk.names("work"));
  }

  @Test
  public void saysInOneLineWhatIsMissing() throws Exception {
    assertRefused("give either --stage N, or a root or tarball", "shell");
    assertRefused("no root and no tarball: ", "shell", sdk.path("none").toString(), "-c", "true");
    assertRefused("give a command by -c", "shell", sdk.path("seed.tar").toString());
    Outcome stage = shell("--stage", "9", "-c", "true");
    assertTrue(stage.toString(), stage.err().contains("has 3 stages, and no stage 9"));
    stage = shell("--stage", "3", "-c", "true");
    assertTrue(stage.toString(), stage.err().contains("nothing to start from: "));
    assertEquals(Exit.WRONG_INPUT, stage.status());
  }

  @Test
  public void endsWithTheLastLinesOfTheScript() throws Exception {
    sdk.script(
        2, "printf '\\033[31mit broke\\033[0m\\n'; echo ' * ERROR: a-b/c-1 failed:'; exit 3\n");
    Outcome failed = sdk.bootstrap("--json");
    assertTrue(
        failed.toString(),
        failed
            .err()
            .endsWith(
                "failed with status 3: Portage could not build a-b/c-1\n" + lines(failed, "  ")));
    assertTrue(
        failed.toString(), failed.err().contains("\n  it broke\n   * ERROR: a-b/c-1 failed:\n"));
    assertTrue(failed.toString(), failed.out().contains("\"it broke\""));
    assertTrue(failed.toString(), failed.out().contains("\"failedPackage\" : \"a-b/c-1\""));
    assertTrue(failed.toString(), failed.out().contains("\"action\" : "));
  }

  private static String lines(Outcome outcome, String start) {
    List<String> last = new ArrayList<>();
    List<String> all = outcome.err().lines().toList();
    for (int i = all.size() - 1; all.get(i).startsWith(start); i--) {
      last.add(0, all.get(i) + "\n");
    }
    return String.join("", last);
  }

  private static void assertRefused(String line, String... arguments) {
    Outcome outcome = TinySdk.command(arguments);
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertTrue(outcome.toString(), outcome.err().contains(line));
    assertEquals(outcome.toString(), 1, outcome.err().lines().count());
  }

  private Outcome shell(String... arguments) {
    List<String> all = new ArrayList<>(List.of("shell"));
    all.addAll(List.of(arguments));
    all.addAll(sdk.options());
    return TinySdk.command(all.toArray(new String[0]));
  }

  private static List<String> sorted(String text) {
    return Stream.of(text.split("\n")).sorted().toList();
  }
}
