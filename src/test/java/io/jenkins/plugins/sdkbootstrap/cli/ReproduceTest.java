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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Stages that come to the same bytes a second time, and some that do not. */
@Category(Mounts.class)
public class ReproduceTest {

  @Rule public final TinySdk sdk = new TinySdk();

  private Outcome reproduce(int stage, String... more) {
    List<String> arguments = new ArrayList<>(List.of("reproduce", "--stage", "" + stage));
    arguments.addAll(List.of(more));
    arguments.addAll(sdk.options());
    return TinySdk.command(arguments.toArray(new String[0]));
  }

  @Test
  public void findsEveryStageTheSameAgain() throws Exception {
    sdk.bootstrap().requireDone();
    List<String> before = sdk.names("store/tiny-sdk");
    for (int stage = 1; stage <= 3; stage++) {
      byte[] tarball = Files.readAllBytes(sdk.tarball(stage));
      Outcome outcome = reproduce(stage).requireDone();
      assertTrue(
          outcome.toString(),
          outcome.out().contains("sdk.yaml, script, repositories and seed match the record"));
      assertTrue(
          outcome.toString(),
          outcome.out().contains("identical: " + sdk.tarball(stage).getFileName() + " is sha256:"));
      assertArrayEquals(tarball, Files.readAllBytes(sdk.tarball(stage)));
    }
    assertEquals("the store stays as it is", before, sdk.names("store/tiny-sdk"));
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.work"));
  }

  @Test
  public void namesTheFileWithARandomByte() throws Exception {
    sdk.script(2, "cat /proc/sys/kernel/random/uuid > \"$STAGE_ROOT/etc/id\"\n");
    sdk.bootstrap().requireDone();
    Outcome outcome = reproduce(2);
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    assertTrue(outcome.toString(), outcome.out().contains("\n~ etc/id  content"));
    assertTrue(outcome.toString(), outcome.out().contains("\ndifferent: stage2-"));
    assertEquals("only that", 1, outcome.out().lines().filter(l -> l.startsWith("~")).count());
  }

  @Test
  public void namesTheFileWithATimeStamp() throws Exception {
    sdk.script(1, "cat /proc/uptime > \"$STAGE_ROOT/etc/built\"\n");
    sdk.bootstrap("stage1").requireDone();
    Thread.sleep(50);
    Outcome outcome = reproduce(1);
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    assertTrue(outcome.toString(), outcome.out().contains("\n~ etc/built  content"));
  }

  @Test
  public void saysFirstWhatIsNotAsOnRecord() throws Exception {
    sdk.bootstrap("stage1", "stage2").requireDone();
    sdk.script(2, "echo more > \"$STAGE_ROOT/etc/more\"\n");
    sdk.write("repo/version", "repo 2\n");
    Files.copy(sdk.tarball(2), sdk.tarball(1), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Outcome outcome = reproduce(2);
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    for (String what :
        List.of("script stages/stage2.sh: sha256:", "repo base: ", "seed: sha256:")) {
      int said = outcome.out().indexOf("  differs from the record: " + what);
      assertTrue(what + "\n" + outcome, said >= 0);
      assertTrue(outcome.toString(), said < outcome.out().indexOf("building stage 2"));
    }
    assertTrue(outcome.toString(), outcome.out().contains("\n+ etc/more  5 bytes"));
    assertTrue(outcome.toString(), outcome.out().contains("\n~ etc/history  content"));
  }

  @Test
  public void goesByTheTimeAndCompressionOnRecord() throws Exception {
    sdk.bootstrap("stage1").requireDone();
    sdk.write(
        "sdk.yaml", sdk.read("sdk.yaml") + "sourceDateEpoch: 1234567890\ncompression: gzip\n");
    reproduce(1).requireDone();
  }

  @Test
  public void comparesByTheRecordWhereTheTarballIsGone() throws Exception {
    sdk.script(1, "cat /proc/sys/kernel/random/uuid > \"$STAGE_ROOT/etc/id\"\n");
    sdk.bootstrap("stage1").requireDone();
    Files.delete(sdk.tarball(1));
    Outcome outcome = reproduce(1);
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    assertTrue(outcome.toString(), outcome.out().contains("the recorded tarball is not here"));
  }

  @Test
  public void keepsTheSecondTarballWhereThatIsAsked() throws Exception {
    sdk.bootstrap("stage1").requireDone();
    reproduce(1, "--keep", sdk.path("second").toString()).requireDone();
    Path second = sdk.path("second").resolve(sdk.tarball(1).getFileName());
    assertArrayEquals(Files.readAllBytes(sdk.tarball(1)), Files.readAllBytes(second));
    assertEquals(4, sdk.names("second").size());
  }

  @Test
  public void takesTheNewestVersionWhereNoneIsGiven() throws Exception {
    sdk.bootstrap("stage1").requireDone();
    Outcome outcome =
        TinySdk.command(
            "reproduce",
            "--json",
            "--stage",
            "1",
            "--config",
            sdk.path("sdk.yaml").toString(),
            "--store",
            sdk.path("store").toString());
    JsonNode json = new ObjectMapper().readTree(outcome.requireDone().out());
    assertTrue(json.get("identical").booleanValue());
    assertEquals(sdk.tarball(1).getFileName().toString(), json.get("tarball").textValue());
    assertEquals(json.get("onRecord"), json.get("again"));
  }

  @Test
  public void saysWhatStandsInTheWay() throws Exception {
    Outcome noStore = reproduce(1);
    assertEquals(noStore.toString(), Exit.WRONG_INPUT, noStore.status());
    assertTrue(noStore.toString(), noStore.err().contains("no store: no directory "));
    assertFalse(Files.exists(sdk.path("store")));
    sdk.bootstrap("stage1", "stage2").requireDone();
    Outcome noStage = reproduce(3);
    assertEquals(noStage.toString(), Exit.WRONG_INPUT, noStage.status());
    assertTrue(
        noStage.toString(), noStage.err().contains("has no stage 3 of version " + TinySdk.VERSION));
    Files.delete(sdk.tarball(1));
    Outcome noSeed = reproduce(2);
    assertEquals(noSeed.toString(), Exit.WRONG_INPUT, noSeed.status());
    assertTrue(noSeed.toString(), noSeed.err().contains("nothing to start from"));
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.work"));
  }

  @Test
  public void opensNoFileThatOnlyTheRecordNames() throws Exception {
    sdk.bootstrap("stage1").requireDone();
    String name = sdk.tarball(1).getFileName().toString().replace(".tar.zst", ".intoto.json");
    Path record = sdk.tarball(1).resolveSibling(name);
    sdk.write("evil.sh", "echo EVIL\n");
    String hostile =
        Files.readString(record)
            .replace("stages/stage1.sh", sdk.path("evil.sh").toString())
            .replace(
                "\"mounts\" : [ ]",
                "\"mounts\":[{\"path\":\"/\",\"mount\":\"/m\",\"writable\":true}]")
            .replace("seed.tar", "/etc/passwd");
    assertTrue(hostile.contains("\"path\":\"/\""));
    Files.writeString(record, hostile);
    Outcome outcome = reproduce(1);
    assertFalse(outcome.toString(), outcome.out().contains("EVIL"));
    assertTrue(
        outcome.toString(),
        outcome.out().contains("differs from the record: mounts: removed, / at /m"));
    assertTrue(outcome.toString(), outcome.out().contains("identical: "));
  }
}
