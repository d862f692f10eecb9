package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Real bootstraps, in which a stage that was made from the same does not run again. */
@Category(Mounts.class)
public class ReuseTest {

  private static final String ARCH = System.getProperty("os.arch");

  @Rule public final TinySdk sdk = new TinySdk();

  @Before
  public void makeSdk() throws Exception {
    edit("sdk.yaml", "seed: seed.tar\n", "seed: seed.tar\nreuse: inputs\n");
    for (int n = 1; n <= 3; n++) {
      edit("stages/stage" + n + ".sh", "of $SDK_NAME", "of ${SDK_NAME-}${SDK_VERSION-}nothing");
    }
  }

  private void edit(String file, String from, String to) throws IOException {
    assertTrue(sdk.read(file).contains(from));
    sdk.write(file, sdk.read(file).replace(from, to));
  }

  /** Bootstraps a version, and tells which stages ran. */
  private List<Integer> bootstrap(String version, String... more) throws Exception {
    return ran(run(version, more).requireDone());
  }

  private Outcome run(String version, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--json"));
    arguments.addAll(List.of(more));
    return TinySdk.command(on(version, arguments.toArray(new String[0])));
  }

  private static List<Integer> ran(Outcome outcome) throws IOException {
    JsonNode result = new ObjectMapper().readTree(outcome.out());
    List<Integer> ran = new ArrayList<>();
    for (JsonNode stage : result.get("stages")) {
      if (stage.get("action").asText().equals("run")) {
        ran.add(stage.get("stage").asInt());
      }
    }
    assertEquals(outcome.toString(), !ran.isEmpty(), result.get("changed").asBoolean());
    return ran;
  }

  private Path stage(String name, int number, String version, String suffix) {
    return sdk.path("store/" + name + "/stage" + number + "-" + ARCH + "-" + version + suffix);
  }

  private Path release(String name, String version) {
    return sdk.path("store/" + name + "/" + name + "-" + ARCH + "-" + version + ".tar.zst");
  }

  @Test
  public void aVersionInWhichNothingChangedIsTheOneBefore() throws Exception {
    assertEquals(List.of(1, 2, 3), bootstrap("1"));
    assertEquals(List.of(), bootstrap("2"));
    for (int n = 1; n <= 3; n++) {
      assertTrue(
          Files.isSameFile(
              stage("tiny-sdk", n, "1", ".tar.zst"), stage("tiny-sdk", n, "2", ".tar.zst")));
      assertArrayEquals(
          Files.readAllBytes(stage("tiny-sdk", n, "1", ".intoto.json")),
          Files.readAllBytes(stage("tiny-sdk", n, "2", ".intoto.json")));
    }
    TinySdk.command("verify", "--chain", release("tiny-sdk", "2").toString()).requireDone();
    TinySdk.run(
        "sh",
        "-c",
        "cd \"$1\" && for f in *-2.tar.zst.DIGESTS; do"
            + " grep -h '^[0-9a-f]* ' \"$f\" | awk 'length($1) == 64' | sha256sum --check; done",
        "sh",
        sdk.path("store/tiny-sdk").toString());
    // What is left stands by itself when the version that made it goes.
    TinySdk.command("gc", "--store", sdk.path("store").toString(), "--keep", "1").requireDone();
    assertFalse(Files.exists(stage("tiny-sdk", 1, "1", ".tar.zst")));
    TinySdk.command("verify", "--chain", release("tiny-sdk", "2").toString()).requireDone();
    assertEquals(List.of(), bootstrap("2"));
    assertEquals(List.of(), bootstrap("3"));
  }

  @Test
  public void onlyWhatIsMadeFromSomethingElseRuns() throws Exception {
    bootstrap("1");
    edit("stages/stage3.sh", "building", "making");
    assertEquals(List.of(3), bootstrap("2"));
    sdk.write("repo/version", "repo 2\n");
    Outcome plan = TinySdk.command(on("3", "plan")).requireDone();
    assertTrue(plan.toString(), plan.out().contains("stage 1 (minimal toolchain): reuse, made "));
    assertTrue(plan.toString(), plan.out().contains(", of tiny-sdk 1 for " + ARCH));
    assertTrue(
        plan.toString(),
        plan.out()
            .contains("no stage was made from the same inputs; since 1: repo base: tree sha256:"));
    assertEquals(List.of(2, 3), bootstrap("3"));
    TinySdk.command("verify", "--chain", release("tiny-sdk", "3").toString()).requireDone();
    sdk.write("repo/version", "repo 1\n");
    assertEquals("what was made from the same before last is there", List.of(), bootstrap("4"));
    assertEquals(List.of(1, 2, 3), bootstrap("5", "--rebuild"));
  }

  @Test
  public void aStageThatCameToTheSameBytesEndsTheWork() throws Exception {
    bootstrap("1");
    edit("stages/stage1.sh", "set -eu", "set -eu # another comment");
    assertEquals(List.of(1), bootstrap("2"));
    assertEquals("the same was asked for by number", List.of(1, 2, 3), bootstrap("3", "--rebuild"));
  }

  @Test
  public void anotherSdkThatDiffersInItsLastStageRunsThatOnly() throws Exception {
    bootstrap("1");
    edit("sdk.yaml", "name: tiny-sdk", "name: variant");
    edit("stages/stage3.sh", "building", "making");
    assertEquals(List.of(3), bootstrap("1"));
    TinySdk.command("verify", "--chain", release("variant", "1").toString()).requireDone();
    TinySdk.run("rm", "-r", sdk.path("store/tiny-sdk").toString());
    TinySdk.command("verify", "--chain", release("variant", "1").toString()).requireDone();
  }

  @Test
  public void aStageThatIsToldTheVersionRuns() throws Exception {
    edit("sdk.yaml", "archiveRepos: true", "archiveRepos: true, reuse: version");
    bootstrap("1");
    assertEquals(List.of(3), bootstrap("2"));
    assertEquals("a resume", List.of(), bootstrap("2"));
  }

  @Test
  public void nothingThatIsDamagedOrChangedWhileItRanStandsForAnother() throws Exception {
    edit("stages/stage2.sh", "set -eu", "set -eu\nif [ -e /data/wait ]; then sleep 3; fi");
    bootstrap("1");
    Path tarball = stage("tiny-sdk", 2, "1", ".tar.zst");
    byte[] bytes = Files.readAllBytes(tarball);
    bytes[bytes.length / 2] ^= 1;
    Files.write(tarball, bytes, StandardOpenOption.WRITE);
    // It comes to the same bytes, so the next stage need not run.
    assertEquals(List.of(2), bootstrap("2"));
    TinySdk.command("verify", "--chain", release("tiny-sdk", "2").toString()).requireDone();
    Files.delete(stage("tiny-sdk", 1, "1", ".tar.zst"));
    Files.delete(stage("tiny-sdk", 1, "2", ".intoto.json"));
    assertEquals(List.of(1), bootstrap("3"));
  }

  @Test
  public void oneOfItsStagesAlone() throws Exception {
    bootstrap("1");
    Outcome outcome = run("2", "--from-stage", "3");
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    bootstrap("2");
    assertEquals(List.of(3), bootstrap("2", "--from-stage", "3"));
    assertEquals(List.of(2), bootstrap("2", "stage2"));
    reproduceStage2("2");
    assertEquals(List.of(), bootstrap("3"));
    reproduceStage2("3");
  }

  @Test
  public void whatIsDoneAboutDriftKeepsItsMeaning() throws Exception {
    bootstrap("1");
    edit("stages/stage3.sh", "building", "making");
    bootstrap("2");
    Outcome refused = run("1", "--on-drift", "fail");
    assertEquals(refused.toString(), Exit.WRONG_INPUT, refused.status());
    assertEquals("a resume", List.of(), bootstrap("1"));
    assertFalse(
        Files.isSameFile(
            stage("tiny-sdk", 3, "1", ".tar.zst"), stage("tiny-sdk", 3, "2", ".tar.zst")));
    assertEquals("version 2 has it", List.of(), bootstrap("1", "--on-drift", "rebuild"));
    assertTrue(
        Files.isSameFile(
            stage("tiny-sdk", 3, "1", ".tar.zst"), stage("tiny-sdk", 3, "2", ".tar.zst")));
    edit("stages/stage3.sh", "making", "baking");
    assertEquals(List.of(3), bootstrap("1", "--on-drift", "rebuild"));
    TinySdk.command("verify", "--chain", release("tiny-sdk", "1").toString()).requireDone();
    TinySdk.command("verify", "--chain", release("tiny-sdk", "2").toString()).requireDone();
  }

  private void reproduceStage2(String version) {
    TinySdk.command(on(version, "reproduce", "--stage", "2")).requireDone();
  }

  /** A command on this SDK's sdk.yaml and store, about a version. */
  private String[] on(String version, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--config",
            sdk.path("sdk.yaml").toString(),
            "--store",
            sdk.path("store").toString(),
            "--version",
            version));
    return all.toArray(new String[0]);
  }
}
