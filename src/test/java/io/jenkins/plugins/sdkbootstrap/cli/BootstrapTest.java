package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.provenance.InputChange;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Real bootstraps of a tiny SDK by the command line. */
@Category(Mounts.class)
public class BootstrapTest {

  @Rule public final TinySdk sdk = new TinySdk();

  @Test
  public void runsEveryStageFromTheTarballOfTheOneBefore() {
    Outcome outcome = sdk.bootstrap().requireDone();
    assertTrue(outcome.toString(), outcome.out().contains("building stage 1 of tiny-sdk"));
    assertTrue(outcome.toString(), outcome.out().contains("SDK: " + release()));
    assertEquals(
        "seed\nstage 1 with repo of the seed\nstage 2 with repo 1\nstage 3 with repo 1\n",
        cat(release(), "etc/history"));
  }

  @Test
  public void planSaysWhatWouldStopTheBootstrap() throws Exception {
    sdk.script(2, "");
    Files.writeString(
        sdk.path("stages/stage2.sh"),
        Files.readString(sdk.path("stages/stage2.sh")).replace("\n", "\r\n"));
    sdk.write("stages/stage3.sh", "\ufeff" + sdk.read("stages/stage3.sh"));
    Outcome plan = sdk.bootstrap("plan");
    assertEquals(plan.toString(), Exit.WRONG_INPUT, plan.status());
    assertTrue(plan.toString(), plan.out().contains("info: privilege: "));
    assertTrue(plan.toString(), plan.out().contains("error: "));
    assertTrue(plan.toString(), plan.out().contains("its lines end in CR LF"));
    assertTrue(plan.toString(), plan.out().contains("begins with a byte order mark"));
    Files.writeString(sdk.path("seed.tar"), "<!DOCTYPE html><title>404</title>");
    plan = sdk.bootstrap("plan", "--json");
    assertTrue(plan.toString(), plan.out().contains("\"severity\" : \"error\""));
    assertTrue(plan.toString(), plan.out().contains("this is a web page"));
    assertFalse(Files.exists(sdk.path("store")));
  }

  @Test
  public void archivesTheRepositoriesIntoTheSdkForItsSuccessor() {
    sdk.bootstrap().requireDone();
    assertEquals("repo 1\n", cat(release(), "repos/base/version"));
    Outcome successor =
        TinySdk.command(
            "stage1",
            "--config",
            sdk.path("sdk.yaml").toString(),
            "--store",
            sdk.path("next").toString(),
            "--version",
            TinySdk.VERSION,
            "--seed_tarball",
            release().toString());
    successor.requireDone();
    Path stage1 = sdk.path("next/tiny-sdk").resolve(sdk.tarball(1).getFileName());
    assertTrue(cat(stage1, "etc/history").endsWith("\nstage 1 with repo 1\n"));
  }

  @Test
  public void givesTheReleaseDigestsThatTheUsualToolsCheck() throws Exception {
    sdk.bootstrap().requireDone();
    requireReleaseDigests();
  }

  private void requireReleaseDigests() throws Exception {
    String digests = release().getFileName() + ".DIGESTS";
    String checked =
        TinySdk.run(
            "sh",
            "-c",
            "cd \"$1\" && sha512sum --check \"$2\" 2>/dev/null",
            "sh",
            sdk.path("store/tiny-sdk").toString(),
            digests);
    assertTrue(checked, checked.contains(release().getFileName() + ": OK"));
    assertTrue(checked, checked.contains(digests.replace(".DIGESTS", ".CONTENTS.gz: OK")));
  }

  @Test
  public void leavesNothingInTheWorkDirectory() throws Exception {
    sdk.bootstrap().requireDone();
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.work"));
  }

  @Test
  public void runsNoFinishedStageAgain() throws Exception {
    sdk.bootstrap().requireDone();
    byte[] record = Files.readAllBytes(recordOf(1));
    Outcome again = sdk.bootstrap().requireDone();
    assertFalse(again.toString(), again.out().contains("building stage"));
    assertTrue(again.toString(), again.out().contains("stage 3 (SDK): reuse"));
    assertEquals(new String(record), Files.readString(recordOf(1)));
  }

  /** Has stage 2 wait until something outside has changed, and runs it. */
  private SdkProcess changeWhileStage2Runs(String... options) throws Exception {
    sdk.script(2, "echo waiting; while [ ! -e /repos/base/changed ]; do sleep 0.05; done\n");
    List<String> arguments = new ArrayList<>(sdk.options());
    arguments.addAll(List.of(options));
    SdkProcess process = SdkProcess.start(sdk.path(""), List.of(), arguments);
    while (!process.out().contains("waiting")) {
      assertTrue(process.said(), process.isAlive());
      Thread.sleep(20);
    }
    Files.writeString(sdk.path("stages/stage2.sh"), "exit 9\n");
    Files.writeString(sdk.path("repo/changed"), "");
    return process;
  }

  @Test
  public void recordsWhatChangedWhileAStageRan() throws Exception {
    String before = FileDigest.sha256(sdk.path("stages/stage2.sh")).hex();
    SdkProcess process = changeWhileStage2Runs();
    String ran = process.said();
    assertEquals(process.said(), Exit.DONE, process.await());
    StageRecord record = StageRecord.parse("r", Files.readAllBytes(recordOf(2)));
    assertEquals(
        List.of("script", "repo/base"),
        record.run().changes().stream().map(InputChange::input).toList());
    InputChange script = record.run().changes().get(0);
    assertEquals(record.inputs().script().toString(), script.entered());
    assertNotEquals(ran, before, record.inputs().script().hex());
    assertEquals(FileDigest.sha256(sdk.path("stages/stage2.sh")).toString(), script.ended());
    Outcome verified = TinySdk.command("verify", sdk.tarball(2).toString()).requireDone();
    assertTrue(
        verified.toString(),
        verified.out().contains("not proven: which content the script saw: script changed"));
    Outcome again = sdk.bootstrap("--on-drift", "fail");
    assertTrue(again.toString(), again.err().contains("script changed while the stage ran"));
  }

  @Test
  public void failsByNameWhereAChangeIsNotAllowed() throws Exception {
    SdkProcess process = changeWhileStage2Runs("--on-drift", "fail");
    assertEquals(process.said(), Exit.FAILED, process.await());
    assertTrue(
        process.said(),
        process.said().contains("stage 2 is not what it was made from: script changed"));
    assertFalse(Files.exists(sdk.tarball(2)));
  }

  /** As systemd names what is mounted. */
  @Test
  public void worksInADirectoryWithBackslashesInItsName() throws Exception {
    sdk.bootstrap("--work", sdk.path("my\\x2ddisk\\040\\new").toString()).requireDone();
  }

  /** 125 is also what says that a stage could not be entered. */
  @Test
  public void aScriptMayFailWithAnyStatus() throws Exception {
    sdk.script(2, "exit 125\n");
    Outcome failed = sdk.bootstrap();
    assertTrue(
        failed.toString(), failed.err().contains("stages/stage2.sh, failed with status 125"));
    sdk.write("stages/stage2.sh", "#!/bin/none\n");
    Outcome notEntered = sdk.bootstrap();
    assertTrue(notEntered.toString(), notEntered.err().contains("stage 2 could not be entered"));
  }

  @Test
  public void continuesAtTheStageThatFailed() throws Exception {
    sdk.script(2, "exit 7\n");
    Outcome failed = sdk.bootstrap();
    assertEquals(failed.toString(), Exit.FAILED, failed.status());
    assertTrue(failed.toString(), failed.err().contains("stages/stage2.sh, failed with status 7"));
    assertTrue(failed.toString(), failed.err().contains("resume with --version 1.0+2026"));
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.work"));
    assertFalse(Files.exists(sdk.tarball(2)));
    sdk.script(2, "");
    Outcome continued = sdk.bootstrap().requireDone();
    assertFalse(continued.toString(), continued.out().contains("building stage 1"));
    assertTrue(continued.toString(), continued.out().contains("building stage 2"));
  }

  @Test
  public void givesAReusedSdkTheNamesOfItsReleaseWhereTheyAreGone() throws Exception {
    sdk.bootstrap().requireDone();
    List<String> before = sdk.names("store/tiny-sdk");
    for (String name : before) {
      if (name.startsWith("tiny-sdk-") && !name.endsWith(".mtree.zst")) {
        Files.delete(sdk.path("store/tiny-sdk/" + name));
      }
    }
    Outcome again = sdk.bootstrap().requireDone();
    assertFalse(again.toString(), again.out().contains("building stage"));
    assertEquals(before, sdk.names("store/tiny-sdk"));
    requireReleaseDigests();
  }

  @Test
  public void reusesAStageWhoseScriptChangedAndSaysSo() throws Exception {
    sdk.bootstrap("stage1").requireDone();
    sdk.script(1, "true\n");
    Outcome outcome = sdk.bootstrap().requireDone();
    assertFalse(outcome.toString(), outcome.out().contains("building stage 1"));
    assertTrue(outcome.toString(), outcome.out().contains("differs today: script"));
    assertTrue(outcome.toString(), outcome.out().contains("reused, drift"));
    assertTrue(Files.readString(recordOf(1)).contains("reused, but script"));
  }

  @Test
  public void buildsTheSameBytesAgain() throws Exception {
    sdk.bootstrap().requireDone();
    byte[] first = Files.readAllBytes(sdk.tarball(3));
    sdk.bootstrap("--rebuild").requireDone();
    assertTrue(Arrays.equals(first, Files.readAllBytes(sdk.tarball(3))));
  }

  @Test
  public void refusesARootThatIsLinkedToTheOutside() throws Exception {
    sdk.write(
        "stages/stage2.sh", "mkdir \"$STAGE_ROOT/bin\"; cp /bin/cat \"$STAGE_ROOT/bin/cat\"\n");
    Outcome outcome = sdk.bootstrap();
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    assertTrue(outcome.toString(), outcome.err().contains("is not isolated"));
    assertTrue(outcome.toString(), outcome.err().contains("  bin/cat"));
  }

  @Test
  public void refusesAnEmptyRoot() throws Exception {
    sdk.write("stages/stage1.sh", "true\n");
    Outcome outcome = sdk.bootstrap();
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    assertTrue(outcome.toString(), outcome.err().contains("left its root empty"));
  }

  @Test
  public void refusesARootThatWasReplacedByALinkToTheAgent() throws Exception {
    sdk.script(1, "rm -r \"$STAGE_ROOT\"; ln -s / \"$STAGE_ROOT\"\n");
    requireNoRoot();
    sdk.script(1, "rm -r /tmp; ln -s /etc /tmp\n");
    requireNoRoot();
  }

  private void requireNoRoot() throws Exception {
    Outcome outcome = sdk.bootstrap();
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    assertTrue(outcome.toString(), outcome.err().contains("the script made no root"));
    assertFalse(Files.exists(sdk.tarball(1)));
  }

  @Test
  public void putsNoRepositoryThroughALinkThatLeadsOutOfTheRoot() throws Exception {
    Path outside = sdk.newFolder("outside").toPath();
    sdk.script(3, "rm -r \"$STAGE_ROOT/repos\"; ln -s " + outside + " \"$STAGE_ROOT/repos\"\n");
    Outcome outcome = sdk.bootstrap();
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    assertTrue(outcome.toString(), outcome.err().contains("leads through a symbolic link"));
    assertEquals(List.of(), sdk.names("outside"));
  }

  @Test
  public void plansWithoutChangingAnything() throws Exception {
    Outcome plan = sdk.bootstrap("plan").requireDone();
    assertTrue(
        plan.toString(), plan.out().startsWith("stage 1 (minimal toolchain): run, not made yet\n"));
    assertFalse(Files.exists(sdk.path("store")));
  }

  @Test
  public void tellsProgramsTheResultAsJson() throws Exception {
    Outcome outcome = sdk.bootstrap("--json").requireDone();
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertEquals(TinySdk.VERSION, json.get("version").asText());
    assertEquals(3, json.get("stages").size());
    JsonNode last = json.get("stages").get(2);
    assertEquals("run", last.get("action").asText());
    assertEquals(Files.size(sdk.tarball(3)), last.get("size").asLong());
  }

  @Test
  public void verifiesTheChainUpToTheSeedAndFindsAChangedByte() throws Exception {
    sdk.bootstrap().requireDone();
    Outcome good = TinySdk.command("verify", "--chain", sdk.tarball(3).toString()).requireDone();
    assertEquals(good.toString(), 3, good.out().lines().filter(l -> l.startsWith("good")).count());
    byte[] bytes = Files.readAllBytes(sdk.tarball(1));
    bytes[bytes.length / 2] ^= 1;
    Files.write(sdk.tarball(1), bytes);
    Outcome bad = TinySdk.command("verify", "--chain", sdk.tarball(3).toString());
    assertEquals(bad.toString(), Exit.FAILED, bad.status());
    assertTrue(bad.toString(), bad.out().contains("BAD   " + sdk.tarball(1)));
  }

  @Test
  public void startsFromTheSdkBeforeWhereTheSeedIsPrevious() throws Exception {
    Outcome first = sdk.bootstrap("--seed-tarball", "previous");
    assertEquals(first.toString(), Exit.WRONG_INPUT, first.status());
    assertTrue(first.toString(), first.err().contains("give the very first bootstrap a seed"));
    sdk.bootstrap().requireDone();
    Outcome next =
        TinySdk.command(
            "--config",
            sdk.path("sdk.yaml").toString(),
            "--store",
            sdk.path("store").toString(),
            "--seed-tarball",
            "previous",
            "--version",
            "2.0");
    next.requireDone();
    Path sdk2 =
        sdk.path("store/tiny-sdk/tiny-sdk-" + System.getProperty("os.arch") + "-2.0.tar.zst");
    assertEquals(7, cat(sdk2, "etc/history").lines().count());
  }

  private Path release() {
    return sdk.path(
        "store/tiny-sdk/tiny-sdk-"
            + System.getProperty("os.arch")
            + "-"
            + TinySdk.VERSION
            + ".tar.zst");
  }

  private Path recordOf(int stage) {
    String name = sdk.tarball(stage).getFileName().toString();
    return sdk.tarball(stage).resolveSibling(name.replace(".tar.zst", ".intoto.json"));
  }

  private static String cat(Path archive, String path) {
    return TinySdk.command("cat", archive.toString(), path).requireDone().out();
  }
}
