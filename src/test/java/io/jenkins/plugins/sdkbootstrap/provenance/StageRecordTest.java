package io.jenkins.plugins.sdkbootstrap.provenance;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.MountSpec;
import io.jenkins.plugins.sdkbootstrap.config.RepoMode;
import io.jenkins.plugins.sdkbootstrap.config.RepoSpec;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class StageRecordTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String COMMIT = "c".repeat(40);
  private static final String TREE = "d".repeat(40);

  /** A record with everything that a record can have. */
  private static StageRecord full() {
    StageSpec spec =
        new StageSpec(
            2,
            "toolchain",
            "stages/stage2.sh",
            RepoMode.ALL,
            List.of("base", "extra"),
            true,
            true,
            false,
            Map.of("CFLAGS", "-O2 \"\u00fc\"\n"),
            List.of(
                new MountSpec("keys", "/etc/keys", true), new MountSpec("data", "/data", false)),
            List.of("/tmp/*"),
            Reuse.VERSION);
    StageInputs inputs =
        new StageInputs(
            spec,
            Samples.sha256("script"),
            List.of(
                new RepoInput(
                    new RepoSpec("base", "../base", "/var/base"),
                    new RepoDigest(
                        Samples.sha256("files"), new GitCommit(COMMIT, TREE, true, 1700000000))),
                new RepoInput(
                    new RepoSpec("extra", "extra", "/var/extra"),
                    RepoDigest.ofFiles(Samples.sha256("more files")))),
            List.of("/var/base", "/var/extra"),
            List.of(
                new MountInput(spec.mounts().get(0), null),
                new MountInput(spec.mounts().get(1), RepoDigest.ofFiles(Samples.sha256("data")))),
            List.of("/var/cache/distfiles"),
            new SourceDate(1614345660, SourceDate.Origin.VERSION));
    return new StageRecord(
        Samples.id("sdk", "1.0+2021-02-26-1321").stage(2),
        2,
        inputs,
        new Seed(
            "stage1-amd64-1.0+2021-02-26-1321.tar.zst",
            List.of(Samples.sha256("stage 1"), Samples.sha512("stage 1"))),
        new StageTarball(
            Compression.XZ,
            12345,
            67890,
            42,
            Samples.sha256("2"),
            Samples.sha512("2"),
            Samples.sha256("index"),
            Samples.sha256("contents")),
        new RunDetails(
            "https://example.org/cli",
            "0.1.0",
            "https://example.org/job/7",
            "userns",
            Instant.parse("2026-01-02T03:04:05Z"),
            Instant.parse("2026-01-02T03:05:05.678Z"),
            List.of(new InputChange("repo/base", "sha256:a", "sha256:b")),
            List.of("stage 1 reused, but script: a then, b now")));
  }

  private static StageRecord parse(JsonNode json) throws Exception {
    return StageRecord.parse("stage2.intoto.json", MAPPER.writeValueAsBytes(json));
  }

  private static ObjectNode tree() throws Exception {
    return (ObjectNode) MAPPER.readTree(full().toJson());
  }

  private static String refused(JsonNode json) {
    RecordException e = assertThrows(RecordException.class, () -> parse(json));
    assertEquals(e.getMessage(), 1, e.getMessage().lines().count());
    assertTrue(e.getMessage(), e.getMessage().startsWith("stage2.intoto.json: "));
    return e.getMessage();
  }

  @Test
  public void readsBackWhatItWrote() throws Exception {
    assertEquals(full(), StageRecord.parse("r", full().toJson()));
    StageRecord least = Samples.record("sdk", "1", 1, 4, Samples.SEED, "x");
    assertEquals(least, StageRecord.parse("r", least.toJson()));
  }

  @Test
  public void writesTheSameBytesForTheSameRecord() {
    assertArrayEquals(full().toJson(), full().toJson());
    String json = new String(full().toJson(), StandardCharsets.UTF_8);
    assertTrue(json.endsWith("}\n") && !json.contains("\r"));
  }

  /** Digests of records are kept and signed: what is written of one must not change unseen. */
  @Test
  public void writesTheBytesThatItAlwaysWrote() throws Exception {
    try (InputStream expected = StageRecordTest.class.getResourceAsStream("full.intoto.json")) {
      assertEquals(
          new String(expected.readAllBytes(), StandardCharsets.UTF_8),
          new String(withEverything().toJson(), StandardCharsets.UTF_8));
    }
  }

  /** With what {@link #full} leaves out: a signer, an SBOM, and a list of repositories. */
  private static StageRecord withEverything() {
    StageRecord full = full();
    StageSpec s = full.inputs().spec();
    StageSpec listed =
        new StageSpec(
            s.number(),
            s.name(),
            s.script(),
            RepoMode.LISTED,
            s.repos(),
            s.isolated(),
            s.archiveRepos(),
            s.network(),
            s.env(),
            s.mounts(),
            s.clean(),
            s.reuse());
    StageInputs i = full.inputs();
    StageTarball t = full.tarball();
    return new StageRecord(
        full.id(),
        full.stages(),
        new StageInputs(
            listed, i.script(), i.repos(), i.repoMounts(), i.mounts(), i.caches(), i.sourceDate()),
        new Seed(full.seed().location(), full.seed().digests(), "0123456789ABCDEF".repeat(4)),
        new StageTarball(
            t.compression(),
            t.size(),
            t.tarSize(),
            t.entries(),
            t.sha256(),
            t.sha512(),
            t.index(),
            t.contents(),
            new PackageSummary(Samples.sha256("sbom"), 140, 1L << 33)),
        full.run());
  }

  @Test
  public void readsWhatItWroteOfEverything() throws Exception {
    assertEquals(withEverything(), StageRecord.parse("r", withEverything().toJson()));
  }

  @Test
  public void isAnInTotoStatementWithSlsaProvenance() throws Exception {
    JsonNode json = tree();
    assertEquals("https://in-toto.io/Statement/v1", json.at("/_type").textValue());
    assertEquals("https://slsa.dev/provenance/v1", json.at("/predicateType").textValue());
    JsonNode subject = json.at("/subject/0");
    assertEquals("stage2-amd64-1.0+2021-02-26-1321.tar.xz", subject.at("/name").textValue());
    assertEquals(Samples.sha256("2").hex(), subject.at("/digest/sha256").textValue());
    assertEquals(Samples.sha512("2").hex(), subject.at("/digest/sha512").textValue());
    assertEquals(
        "the last stage's tarball is the release's too",
        "sdk-amd64-1.0+2021-02-26-1321.tar.xz",
        json.at("/subject/1/name").textValue());
    JsonNode definition = json.at("/predicate/buildDefinition");
    assertTrue(definition.at("/buildType").textValue().startsWith("https://"));
    JsonNode parameters = definition.at("/externalParameters");
    assertEquals(2, parameters.at("/stage").intValue());
    assertEquals("1.0+2021-02-26-1321", parameters.at("/version").textValue());
    assertEquals("-O2 \"\u00fc\"\n", parameters.at("/env/CFLAGS").textValue());
    JsonNode run = json.at("/predicate/runDetails");
    assertEquals("https://example.org/cli", run.at("/builder/id").textValue());
    assertEquals("0.1.0", run.at("/builder/version/sdk-bootstrap").textValue());
    assertEquals("2026-01-02T03:04:05Z", run.at("/metadata/startedOn").textValue());
    assertEquals("2026-01-02T03:05:05.678Z", run.at("/metadata/finishedOn").textValue());
    assertEquals("https://example.org/job/7", run.at("/metadata/invocationId").textValue());
  }

  @Test
  public void hasTheDigestsOfIndexAndContentsAsByproducts() throws Exception {
    StageRecord plain = Samples.record("sdk", "1", 1, 4, Samples.SEED, "x");
    StageTarball tarball =
        new StageTarball(
            Compression.ZSTD,
            1,
            10240,
            7,
            Samples.sha256("x"),
            Samples.sha512("x"),
            Samples.sha256("index"),
            Samples.sha256("contents"));
    StageRecord record =
        new StageRecord(plain.id(), 4, plain.inputs(), plain.seed(), tarball, plain.run());
    JsonNode byproducts = MAPPER.readTree(record.toJson()).at("/predicate/runDetails/byproducts");
    assertEquals("stage1-amd64-1.mtree.zst", byproducts.at("/0/name").textValue());
    assertEquals(Samples.sha256("index").hex(), byproducts.at("/0/digest/sha256").textValue());
    assertEquals("stage1-amd64-1.tar.zst.CONTENTS.gz", byproducts.at("/1/name").textValue());
    assertEquals(record, StageRecord.parse("r", record.toJson()));
  }

  @Test
  public void resolvesSeedScriptAndEveryRepository() throws Exception {
    JsonNode dependencies = tree().at("/predicate/buildDefinition/resolvedDependencies");
    List<String> names = new ArrayList<>();
    for (JsonNode dependency : dependencies) {
      names.add(dependency.at("/name").textValue());
      assertTrue(dependency.at("/digest").size() > 0);
    }
    assertEquals(List.of("seed", "script", "repo/base", "repo/extra", "mount/data"), names);
    JsonNode base = dependencies.get(2);
    assertEquals(COMMIT, base.at("/annotations/gitCommit").textValue());
    assertEquals(TREE, base.at("/annotations/gitTree").textValue());
    assertEquals(Samples.sha256("files").hex(), base.at("/digest/sha256").textValue());
    assertTrue(base.at("/annotations/dirty").booleanValue());
    assertTrue(dependencies.get(3).at("/annotations/gitCommit").isMissingNode());
  }

  @Test
  public void passesOverFieldsOfLaterVersions() throws Exception {
    ObjectNode json = tree();
    json.put("later", 1);
    json.withObject("/predicate").put("later", true);
    json.withObject("/predicate/buildDefinition/externalParameters").putNull("later");
    ((ArrayNode) json.at("/predicate/buildDefinition/resolvedDependencies"))
        .addObject()
        .put("uri", "https://example.org/compiler");
    ((ArrayNode) json.at("/subject")).addObject().put("name", "other");
    assertEquals(full(), parse(json));
  }

  @Test
  public void namesTheFieldThatIsMissingOrOfTheWrongType() throws Exception {
    ObjectNode json = tree();
    json.withObject("/predicate/buildDefinition/externalParameters").remove("arch");
    assertTrue(
        refused(json).contains("predicate.buildDefinition.externalParameters.arch is missing"));
    json = tree();
    json.withObject("/predicate/runDetails/metadata").put("startedOn", 5);
    assertTrue(refused(json).contains("predicate.runDetails.metadata.startedOn must be a string"));
    json = tree();
    json.withObject("/predicate/buildDefinition/externalParameters").put("stage", "2");
    assertTrue(refused(json).contains("externalParameters.stage must be a whole number"));
    json = tree();
    json.withObject("/predicate/buildDefinition/externalParameters").put("stage", 1L << 40);
    assertTrue(refused(json).contains("externalParameters.stage is out of range"));
    json = tree();
    json.put("subject", "none");
    assertTrue(refused(json).contains("subject must be an array"));
    json = tree();
    json.withObject("/predicate/buildDefinition").putArray("resolvedDependencies").add(1);
    assertTrue(refused(json).contains("resolvedDependencies[0] must be an object"));
  }

  @Test
  public void refusesStatementsOfOtherTypes() throws Exception {
    for (String field : List.of("/_type", "/predicateType")) {
      ObjectNode json = tree();
      json.put(field.substring(1), "https://example.org/other");
      assertTrue(refused(json).contains("https://example.org/other"));
    }
    ObjectNode json = tree();
    json.withObject("/predicate/buildDefinition").put("buildType", "https://example.org/other");
    assertTrue(refused(json).contains("buildType"));
  }

  @Test
  public void refusesNamesThatLeadOutOfTheStore() throws Exception {
    ObjectNode json = tree();
    json.withObject("/predicate/buildDefinition/externalParameters").put("version", "../../x");
    assertTrue(refused(json).contains("not a version"));
    json = tree();
    json.withObject("/predicate/buildDefinition/externalParameters").put("sdk", "a/b");
    assertTrue(refused(json).contains("not the name of an SDK"));
    json = tree();
    ((ObjectNode) json.at("/subject/0")).put("name", "../stage2.tar.xz");
    ((ObjectNode) json.at("/subject/1")).put("name", "/etc/passwd");
    assertTrue(refused(json).contains("subject has no stage2-amd64-1.0+2021-02-26-1321.tar.xz"));
  }

  @Test
  public void refusesMoreStagesAndLongerNamesThanSdkYamlCanHave() throws Exception {
    ObjectNode json = tree();
    json.withObject("/predicate/buildDefinition/externalParameters").put("stages", 100);
    assertTrue(refused(json).contains("of 100 stages"));
    for (String name : List.of("", " x", "two\nlines", "n".repeat(65))) {
      json = tree();
      json.withObject("/predicate/buildDefinition/externalParameters").put("name", name);
      assertTrue(refused(json).contains("not the name of a stage"));
    }
  }

  @Test
  public void refusesDigestsThatAreNone() throws Exception {
    ObjectNode json = tree();
    ((ObjectNode) json.at("/subject/0/digest")).put("sha256", "abc");
    assertTrue(refused(json).contains("not a sha256 digest"));
    json = tree();
    ((ObjectNode) json.at("/predicate/buildDefinition/resolvedDependencies/2/annotations"))
        .put("gitCommit", "\u001b[2J");
    assertTrue(refused(json).contains("not names of git objects"));
    json = tree();
    ((ObjectNode) json.at("/predicate/buildDefinition/resolvedDependencies/0")).putObject("digest");
    assertTrue(refused(json).contains("a seed without a digest"));
  }

  @Test
  public void refusesWhatIsNoJsonOrTooMuchOfIt() {
    for (String bad :
        List.of(
            "",
            "[]",
            "null",
            "{",
            "{} {}",
            "{\"a\": 1, \"a\": 2}",
            "[".repeat(100_000),
            "{\"_type\": " + "9".repeat(5000) + "}")) {
      RecordException e =
          assertThrows(
              bad.length() > 50 ? "long" : bad,
              RecordException.class,
              () -> StageRecord.parse("r", bad.getBytes(StandardCharsets.UTF_8)));
      assertEquals(e.getMessage(), 1, e.getMessage().lines().count());
      assertTrue(e.getMessage(), e.getMessage().length() < 300);
    }
    byte[] large = new byte[StageRecord.LARGEST + 1];
    assertThrows(RecordException.class, () -> StageRecord.parse("r", large));
  }

  @Test
  public void everyCutRecordIsRefusedInOneLine() {
    byte[] json = full().toJson();
    for (int n = 0; n < json.length - 2; n += 7) {
      byte[] cut = java.util.Arrays.copyOf(json, n);
      assertThrows(RecordException.class, () -> StageRecord.parse("r", cut));
    }
  }

  @Test
  public void addsEachNoteOnce() {
    StageRecord noted = full().withNotes(List.of("b", "b")).withNotes(List.of("a", "b"));
    assertEquals(
        List.of("stage 1 reused, but script: a then, b now", "b", "a"), noted.run().notes());
  }

  @Test
  public void isASerializableValue() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(full());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(full(), in.readObject());
    }
  }
}
