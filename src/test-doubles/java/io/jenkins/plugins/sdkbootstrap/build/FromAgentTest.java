package io.jenkins.plugins.sdkbootstrap.build;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.sdkbootstrap.agent.ArchiveTask;
import io.jenkins.plugins.sdkbootstrap.agent.ConfigTask;
import io.jenkins.plugins.sdkbootstrap.agent.UnpackTask;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.archive.DigestsFile;
import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.provenance.Envelope;
import io.jenkins.plugins.sdkbootstrap.provenance.InputChange;
import io.jenkins.plugins.sdkbootstrap.provenance.PackageSummary;
import io.jenkins.plugins.sdkbootstrap.provenance.RunDetails;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import io.jenkins.plugins.sdkbootstrap.provenance.VerifyingKey;
import io.jenkins.plugins.sdkbootstrap.steps.MadeStage;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineBuild;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineJob;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What an agent sends is held against what the controller knows, before it is used. */
public class FromAgentTest {

  private static final ArchiveTask.Origin TOLD =
      new ArchiveTask.Origin(
          Samples.SEED,
          Samples.START,
          "https://jenkins.example/",
          "1",
          "https://jenkins.example/job/sdk/1/",
          List.of(new InputChange("script", "sha256:1", "sha256:2")),
          List.of("a note"));

  private static final TaskListener SILENT =
      () -> new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PipelineJob job;
  private PipelineBuild build;
  private Path sent;
  private StageRecord record;

  @Before
  public void aBuild() throws Exception {
    job = new PipelineJob(folder.newFolder().toPath());
    build = job.newBuild();
    sent = folder.newFolder().toPath();
    record = asTold(Samples.record("sdk", "1+2", 1, 4, Samples.SEED, "content"));
    ArchiveFiles files = new ArchiveFiles(sent.resolve(record.tarballName()));
    Files.writeString(files.archive(), "content");
    for (Path file : List.of(files.index(), files.contents(), files.digests())) {
      Files.writeString(file, "beside");
    }
  }

  private static StageRecord asTold(StageRecord record) {
    RunDetails run = record.run();
    return with(
        record,
        new RunDetails(
            TOLD.builder(),
            TOLD.builderVersion(),
            TOLD.invocation(),
            run.privilege(),
            TOLD.started(),
            run.finishedOn(),
            TOLD.changes(),
            TOLD.notes()));
  }

  private static StageRecord with(StageRecord record, RunDetails run) {
    return new StageRecord(
        record.id(), record.stages(), record.inputs(), record.seed(), record.tarball(), run);
  }

  private StageRecord read(StageRecord record) throws IOException {
    return new SentRecord(asked()).read(record.toJson());
  }

  private static ArchiveTask asked() {
    try {
      return new ArchiveTask(
          Samples.id("sdk", "1+2").stage(1),
          SdkConfig.parse(
              "sdk.yaml",
              "name: sdk\narch: amd64\nseed: seed.tar\n".getBytes(StandardCharsets.UTF_8)),
          "sdk.yaml",
          null,
          Samples.inputs(1),
          OnDrift.REUSE,
          "root",
          "folder",
          TOLD,
          null,
          SILENT,
          null,
          null);
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  private void refuses(String what, StageRecord record) {
    IOException e = assertThrows(IOException.class, () -> read(record));
    assertEquals(
        "the agent sent a record of sdk/stage1-amd64-1+2 with another "
            + what
            + " than it was asked for: it is not used",
        e.getMessage());
  }

  private StageRecord sample(String sdk, String version, int stages, Seed seed) {
    return asTold(Samples.record(sdk, version, 1, stages, seed, "content"));
  }

  @Test
  public void takesTheRecordThatWasAskedFor() throws Exception {
    assertEquals(record, read(record));
  }

  @Test
  public void refusesTheRecordOfAnotherStage() throws Exception {
    refuses("stage", asTold(Samples.record("sdk", "1+2", 2, 4, Samples.SEED, "content")));
    refuses("stage", sample("sdk", "1+3", 4, Samples.SEED));
    refuses("stage", sample("other", "1+2", 4, Samples.SEED));
    refuses(
        "seed",
        sample("sdk", "1+2", 4, new Seed("seeds/seed.tar.bz2", List.of(Samples.sha256("x")))));
    refuses("number of stages", sample("sdk", "1+2", 3, Samples.SEED));
  }

  @Test
  public void refusesARecordOfOtherInputsThanWereEntered() {
    refuses(
        "inputs",
        new StageRecord(
            record.id(),
            record.stages(),
            Samples.inputs(record.inputs().spec(), "another script"),
            record.seed(),
            record.tarball(),
            record.run()));
  }

  @Test
  public void refusesARecordThatSaysSomethingElseOfTheBuild() {
    RunDetails run = record.run();
    refuses("builder", saying("me", run.invocationId(), run.startedOn(), run.notes()));
    refuses("build", saying(run.builderId(), "b", run.startedOn(), run.notes()));
    refuses("start", saying(run.builderId(), run.invocationId(), Instant.EPOCH, run.notes()));
    refuses("notes", saying(run.builderId(), run.invocationId(), run.startedOn(), List.of()));
  }

  private StageRecord saying(
      String builder, String invocation, Instant started, List<String> notes) {
    RunDetails run = record.run();
    return with(
        record,
        new RunDetails(
            builder,
            run.builderVersion(),
            invocation,
            run.privilege(),
            started,
            run.finishedOn(),
            run.changes(),
            notes));
  }

  @Test
  public void takesTheFilesAndWritesTheRecordItself() throws Exception {
    take();
    try (Stream<Path> files = Files.list(build.artifacts().resolve("sdk"))) {
      assertEquals(5, files.count());
    }
    Path name = new ArchiveFiles(build.artifacts().resolve("sdk/" + record.tarballName())).record();
    assertEquals(record, StageRecord.parse("record", Files.readAllBytes(name)));
  }

  @Test
  public void signsTheRecordThatItWrites() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    take(SigningKey.parse("key", pem("PRIVATE", pair.getPrivate())));
    ArchiveFiles files = new ArchiveFiles(build.artifacts().resolve("sdk/" + record.tarballName()));
    Envelope envelope = Envelope.parse("signed", Files.readAllBytes(files.signedRecord()));
    assertTrue(envelope.holds(Files.readAllBytes(files.record())));
    VerifyingKey other =
        VerifyingKey.parse(
            "other",
            pem("PUBLIC", KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic()));
    VerifyingKey right = VerifyingKey.parse("right", pem("PUBLIC", pair.getPublic()));
    assertEquals(Optional.of(right), envelope.signer(List.of(other, right)));
    assertEquals(Optional.empty(), envelope.signer(List.of(other)));
  }

  private static String pem(String kind, Key key) {
    String text = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return "-----BEGIN %1$s KEY-----\n%2$s\n-----END %1$s KEY-----\n".formatted(kind, text);
  }

  @Test
  public void refusesATarballOfAnotherSize() throws Exception {
    Files.writeString(sent.resolve(record.tarballName()), "contents");
    assertEquals(
        "the agent sent stage1-amd64-1+2.tar.zst of 8 bytes; its record says 7", refusedFiles());
  }

  @Test
  public void refusesALinkInTheTarballsPlace() throws Exception {
    Path secret = folder.newFile("secret").toPath();
    Files.writeString(secret, "content");
    Files.delete(sent.resolve(record.tarballName()));
    Files.createSymbolicLink(sent.resolve(record.tarballName()), secret);
    assertEquals(
        "the agent cannot send stage1-amd64-1+2.tar.zst: it is no plain file", refusedFiles());
    assertEquals("content", Files.readString(secret));
  }

  private void take() throws Exception {
    take(null);
  }

  private void take(SigningKey key) throws Exception {
    StageArtifacts artifacts = new StageArtifacts(build, null, SILENT);
    try (TarballUpload upload = artifacts.upload(asked())) {
      artifacts.take(record, key, new FilePath(null, sent.toString()), upload, Progress.NONE);
    }
  }

  private String refusedFiles() throws Exception {
    IOException e = assertThrows(IOException.class, this::take);
    try (Stream<Path> files = Files.list(build.artifacts().resolve("sdk"))) {
      assertEquals("nothing of it stays", 0, files.count());
    }
    return e.getMessage();
  }

  @Test
  public void takesTheSbomThatTheRecordHasAlsoByTheReleasesName() throws Exception {
    StageTarball plain = Samples.tarball("content");
    PackageSummary packages = new PackageSummary(Samples.sha256("{}"), 1, 2);
    StageTarball tarball =
        new StageTarball(
            plain.compression(),
            plain.size(),
            plain.tarSize(),
            plain.entries(),
            plain.sha256(),
            plain.sha512(),
            plain.index(),
            plain.contents(),
            packages);
    record = new StageRecord(record.id(), 1, record.inputs(), record.seed(), tarball, record.run());
    ArchiveFiles files = new ArchiveFiles(sent.resolve(record.tarballName()));
    assertThat(refusedFiles(), containsString("stage1-amd64-1+2.cdx.json"));
    Files.writeString(files.sbom(), "{}");
    DigestsFile digests = new DigestsFile();
    digests.add(record.tarballName(), DigestAlgorithm.SHA512, tarball.sha512().hex());
    Files.writeString(files.digests(), digests.text());
    take();
    Path artifacts = build.artifacts().resolve("sdk");
    assertEquals("{}", Files.readString(artifacts.resolve("stage1-amd64-1+2.cdx.json")));
    assertEquals("{}", Files.readString(artifacts.resolve("sdk-amd64-1+2.cdx.json")));
    MadeStage.built(build, record);
    assertEquals(
        Optional.of(packages), build.getAction(SdkBuildAction.class).getStages().get(0).packages());
  }

  @Test
  public void endsReuseWhereTheRecordIsAnotherThanTheBuildKeeps() throws Exception {
    take();
    MadeStage.built(build, record);
    StoredStage whole = stored();
    assertTrue(whole.isSound());
    Path name = new ArchiveFiles(build.artifacts().resolve("sdk/" + record.tarballName())).record();
    StageRecord other = asTold(Samples.record("sdk", "1+2", 1, 4, Samples.SEED, "CONTENT"));
    Files.write(name, other.toJson());
    StoredStage changed = stored();
    assertFalse(changed.isSound());
    assertThat(
        changed.problem(),
        containsString("its record is not the one of the stage that the build made"));
  }

  private StoredStage stored() throws Exception {
    return EarlierBuilds.ofJob(build, Samples.id("sdk", "1+2"), List.of()).find(1).orElseThrow();
  }

  @Test
  public void refusesTheDigestsOfAnotherSdk() throws Exception {
    SdkConfig config =
        SdkConfig.parse(
            "sdk.yaml",
            "name: sdk\narch: amd64\nseed: seed.tar\n".getBytes(StandardCharsets.UTF_8));
    List<StageInputs> inputs =
        config.stages().stream().map(spec -> Samples.inputs(spec, "script")).toList();
    new ConfigTask.Today(inputs, Samples.SEED, Map.of(), List.of(), List.of()).of(config);
    for (ConfigTask.Today other :
        List.of(
            new ConfigTask.Today(inputs, null, Map.of(), List.of(), List.of()),
            new ConfigTask.Today(
                inputs.subList(1, 4), Samples.SEED, Map.of(), List.of(), List.of()),
            new ConfigTask.Today(null, Samples.SEED, Map.of(), List.of(), List.of()))) {
      IOException e = assertThrows(IOException.class, () -> other.of(config));
      assertEquals(
          "the agent sent the digests of another sdk.yaml than it was asked for", e.getMessage());
    }
  }

  @Test
  public void refusesAnotherSeedThanTheSignedOne() throws Exception {
    SdkConfig config =
        SdkConfig.parse(
            "sdk.yaml",
            """
            name: sdk
            arch: amd64
            seed: {url: https://example.org/seed.tar, keyring: keys.asc}
            """
                .getBytes(StandardCharsets.UTF_8));
    List<StageInputs> inputs =
        config.stages().stream().map(spec -> Samples.inputs(spec, "script")).toList();
    List<Digest> digests = List.of(Samples.sha256("seed"));
    String url = "https://example.org/seed.tar";
    String key = "0123456789ABCDEF0123456789ABCDEF01234567";
    new ConfigTask.Today(inputs, new Seed(url, digests, key), Map.of(), List.of(), List.of())
        .of(config);
    for (Seed other :
        Arrays.asList(
            null, new Seed(url, digests), new Seed("https://example.org/other", digests, key))) {
      ConfigTask.Today today = new ConfigTask.Today(inputs, other, Map.of(), List.of(), List.of());
      assertThrows(IOException.class, () -> today.of(config));
    }
    assertThrows(IllegalArgumentException.class, () -> new Seed(url, digests, "not a key"));
  }

  @Test
  public void refusesAnUnpackedRootOfAnotherDigest() throws Exception {
    Optional<Digest> expected = Optional.of(Samples.sha256("seed"));
    new UnpackTask.Result("/root", Samples.sha256("seed"), 1, 1).of(expected);
    for (UnpackTask.Result wrong :
        List.of(
            new UnpackTask.Result("/root", Samples.sha256("other"), 1, 1),
            new UnpackTask.Result("/root", null, 1, 1),
            new UnpackTask.Result("/" + "x".repeat(5000), Samples.sha256("seed"), 1, 1),
            new UnpackTask.Result("root", Samples.sha256("seed"), 1, 1))) {
      assertThrows(wrong.toString(), IOException.class, () -> wrong.of(expected));
    }
  }
}
