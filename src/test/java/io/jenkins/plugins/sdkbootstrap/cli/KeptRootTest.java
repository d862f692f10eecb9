package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** What stays of a stage that failed: its root, where it is kept, and its logs. */
@Category(Mounts.class)
public class KeptRootTest {

  private static final String WORK = "store/tiny-sdk/.work";
  private static final String STEM =
      "stage2-" + System.getProperty("os.arch") + "-" + TinySdk.VERSION;
  private static final String FAIL =
      "mkdir /tmp/log; echo why >/tmp/log/config.log; echo once >>/tmp/times; exit 3\n";

  @Rule public final TinySdk sdk = new TinySdk();

  private void logs(String value) throws Exception {
    sdk.write("sdk.yaml", sdk.read("sdk.yaml") + "logs: " + value + "\n");
  }

  private List<String> logFiles() throws Exception {
    return sdk.names("store/tiny-sdk").stream().filter(name -> name.contains(".logs.")).toList();
  }

  private Path logs() {
    return sdk.path("store/tiny-sdk/" + STEM + ".logs.tar.zst");
  }

  @Test
  public void collectsTheLogsOfAFailedStageBesideItsOtherFiles() throws Exception {
    logs("['/tmp/**/*.log', /etc/history]");
    sdk.script(2, FAIL);
    Outcome failed = sdk.bootstrap("--json");
    assertEquals(failed.toString(), Exit.FAILED, failed.status());
    assertEquals(List.of(STEM + ".logs.mtree.zst", STEM + ".logs.tar.zst"), logFiles());
    assertTrue(failed.toString(), failed.out().contains("\"logs\" : \"" + logs() + "\""));
    assertTrue(failed.toString(), failed.err().contains("logs: 3 files in " + logs()));
    assertEquals("why\n", TinySdk.command("cat", logs().toString(), "tmp/log/config.log").out());
    assertEquals(
        "stage 2 with repo 1\n",
        TinySdk.command("cat", logs().toString(), "tmp/stage2root/etc/history")
                .out()
                .lines()
                .skip(2)
                .findFirst()
                .get()
            + "\n");
    // What succeeds takes their place.
    sdk.script(2, "");
    sdk.bootstrap("stage2").requireDone();
    assertEquals(List.of(), logFiles());
  }

  @Test
  public void collectsTheLogsOfAnyStageWhereItIsToldTo() throws Exception {
    sdk.write(
        "sdk.yaml",
        sdk.read("sdk.yaml")
            .replace("stage2.sh,", "stage2.sh, logs: {files: [/tmp/x], when: always},"));
    sdk.script(2, "echo x >/tmp/x\n");
    sdk.script(3, "echo x >/tmp/x; exit 1\n");
    assertEquals(Exit.FAILED, sdk.bootstrap("--rebuild").status());
    assertEquals(List.of(STEM + ".logs.mtree.zst", STEM + ".logs.tar.zst"), logFiles());
  }

  /** They go with what came after them. */
  @Test
  public void gcRemovesLogsOfWhatNeverCameToItsEnd() throws Exception {
    logs("[/tmp/x]");
    sdk.script(1, "echo x >/tmp/x; exit 1\n");
    List<String> other = new ArrayList<>(sdk.options());
    other.set(other.indexOf(TinySdk.VERSION), "0.9");
    assertEquals(Exit.FAILED, TinySdk.command(other.toArray(new String[0])).status());
    assertEquals(2, logFiles().size());
    TinySdk.command("gc", "--store", sdk.path("store").toString(), "--keep", "1").requireDone();
    assertEquals(2, logFiles().size());
    sdk.script(1, "");
    sdk.bootstrap("stage1").requireDone();
    TinySdk.command("gc", "--store", sdk.path("store").toString(), "--keep", "1").requireDone();
    assertEquals(List.of(), logFiles());
  }

  @Test
  public void runsAgainInPlaceAndSaysSoInTheRecord() throws Exception {
    sdk.script(2, FAIL);
    assertEquals(Exit.FAILED, sdk.bootstrap("--keep-failed").status());
    // The new root is filled already, and stays so.
    sdk.write("stages/stage2.sh", "set -eu\ncat /tmp/times\n[ -d \"$STAGE_ROOT/etc\" ]\nexit 4\n");
    Outcome again = sdk.bootstrap("--in-place");
    assertEquals(again.toString(), Exit.FAILED, again.status());
    assertTrue(again.toString(), again.err().contains("failed with status 4"));
    assertEquals(List.of("failed-" + STEM, "failed-" + STEM + ".about"), sdk.names(WORK));
    sdk.write("stages/stage2.sh", "set -eu\ncat /tmp/times\n");
    Outcome done = sdk.bootstrap("--in-place").requireDone();
    assertTrue(done.toString(), done.out().contains("in place: failed-" + STEM));
    assertTrue(done.toString(), done.out().contains("\nonce\n"));
    assertEquals(List.of(), sdk.names(WORK));
    Outcome verified = TinySdk.command("verify", sdk.tarball(2).toString());
    assertTrue(
        verified.toString(),
        (verified.out() + verified.err())
            .contains("the script was run again in a root in which it had failed"));
    // A resume that reuses it says so, too.
    Outcome plan = plan();
    assertTrue(plan.toString(), plan.out().contains("in a root in which it had failed"));
  }

  private Outcome plan(String... more) {
    return TinySdk.command(
        Stream.of(List.of("plan"), sdk.options(), List.of(more))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  /** With files of ids of its own, as an ordinary user's stage has them. */
  @Test
  public void doesAllOfItRootless() throws Exception {
    assumeTrue(
        Preflight.check(
                new Preflight.Need(
                    PrivilegeSetting.USERNS, sdk.directory(), System.getProperty("os.arch"), 0, 0))
            .passed());
    logs("['/tmp/**/*.log']");
    sdk.write("sdk.yaml", sdk.read("sdk.yaml") + "privilege: userns\n");
    sdk.script(2, FAIL);
    Outcome failed = sdk.bootstrap("--keep-failed");
    assertTrue(failed.toString(), failed.err().contains("privilege: rootless"));
    assertEquals("why\n", TinySdk.command("cat", logs().toString(), "tmp/log/config.log").out());
    assertTrue(plan().toString(), plan().out().contains("kept root "));
    sdk.write("stages/stage2.sh", "cat /tmp/times\n");
    Outcome done = sdk.bootstrap("--in-place").requireDone();
    assertTrue(done.toString(), done.out().contains("\nonce\n"));
    assertEquals(List.of(), sdk.names(WORK));
  }

  @Test
  public void refusesToRunInPlaceWhereThatIsNoSuchRoot() throws Exception {
    Outcome none = sdk.bootstrap("--in-place", "stage1");
    assertEquals(none.toString(), Exit.WRONG_INPUT, none.status());
    assertTrue(none.toString(), none.err().contains("and no root of it is kept in"));
    sdk.script(2, FAIL);
    sdk.bootstrap("--keep-failed");
    // Stage 1 comes to other bytes now.
    sdk.script(1, "echo other >\"$STAGE_ROOT/etc/other\"\n");
    sdk.bootstrap("stage1").requireDone();
    Outcome other = sdk.bootstrap("--in-place");
    assertEquals(other.toString(), Exit.WRONG_INPUT, other.status());
    assertTrue(other.toString(), other.err().contains("was unpacked from sha256:"));
    assertEquals(List.of("failed-" + STEM, "failed-" + STEM + ".about"), sdk.names(WORK));
  }

  @Test
  public void showsAKeptRootWithItsNameAgeAndSize() throws Exception {
    sdk.script(2, FAIL);
    Outcome failed = sdk.bootstrap("--keep-failed", "--json");
    assertTrue(failed.toString(), failed.out().contains("\"name\" : \"failed-" + STEM + "\""));
    String line =
        Pattern.quote("kept root " + sdk.path(WORK).toRealPath() + "/failed-" + STEM)
            + ", \\d+\\.\\d s old, [0-9.]+ MB: the script of stage 2, stages/stage2.sh,"
            + " failed with status 3";
    for (Outcome shown :
        List.of(
            plan(),
            TinySdk.command("gc", "--store", sdk.path("store").toString(), "--keep", "1"))) {
      assertTrue(shown.toString(), shown.out().lines().anyMatch(said -> said.matches(line)));
    }
    Outcome json = plan("--json");
    assertTrue(json.toString(), json.out().contains("\"bytes\" : "));
  }

  @Test
  public void removeLeavesNothingOfAKeptRoot() throws Exception {
    sdk.script(2, FAIL);
    sdk.bootstrap("--keep-failed");
    TinySdk.command("remove", sdk.path(WORK + "/failed-" + STEM).toString()).requireDone();
    assertEquals(List.of(), sdk.names(WORK));
  }

  @Test
  public void aShellSaysThatASeedIsNotTheOneOnRecord() throws Exception {
    sdk.bootstrap("stage1").requireDone();
    Path other = sdk.path("other.tar");
    TinySdk.run(
        "sh",
        "-c",
        "cd '"
            + sdk.getRoot()
            + "' && mkdir x && tar -xf seed.tar -C x && echo >x/new"
            + " && tar -cf other.tar -C x .");
    Outcome shell =
        TinySdk.command(
            Stream.concat(
                    Stream.of(
                        "shell", "--stage", "1", "-c", "true", "--seed-tarball", other.toString()),
                    sdk.options().stream())
                .toArray(String[]::new));
    assertEquals(shell.toString(), 0, shell.status());
    assertTrue(shell.toString(), shell.err().contains(other + " is not what is on record: it has"));
    assertFalse(
        TinySdk.command(
                Stream.concat(
                        Stream.of("shell", "--stage", "1", "-c", "true"), sdk.options().stream())
                    .toArray(String[]::new))
            .err()
            .contains("on record"));
  }
}
