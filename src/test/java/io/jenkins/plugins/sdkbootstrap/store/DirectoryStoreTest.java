package io.jenkins.plugins.sdkbootstrap.store;

import static io.jenkins.plugins.sdkbootstrap.store.StoreFixture.SDK;
import static io.jenkins.plugins.sdkbootstrap.store.StoreFixture.fileSet;
import static io.jenkins.plugins.sdkbootstrap.store.StoreFixture.id;
import static io.jenkins.plugins.sdkbootstrap.store.StoreFixture.names;
import static io.jenkins.plugins.sdkbootstrap.store.StoreFixture.publish;
import static io.jenkins.plugins.sdkbootstrap.store.StoreFixture.publishSdk;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.plan.Plan;
import io.jenkins.plugins.sdkbootstrap.plan.PlanOptions;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStages;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

@SuppressWarnings("try") // a lock is held, not used
public class DirectoryStoreTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path directory;
  private DirectoryStore store;

  @Before
  public void makeStore() {
    directory = folder.getRoot().toPath().resolve("a/store");
    store = new DirectoryStore(directory);
  }

  private String problem(StageRecord record) throws Exception {
    StoredStages stages = store.stages(record.id().bootstrap());
    return stages.find(record.id().number()).orElseThrow().problem();
  }

  @Test
  public void holdsNothingWhereThereIsNoDirectory() throws Exception {
    assertEquals(Optional.empty(), store.find(id(1, "1")));
    assertEquals(List.of(), store.versions(SDK));
    assertEquals(
        Optional.empty(), store.previous(Samples.id(SDK, "1"), SeedRef.previous(), Instant.now()));
    assertFalse("reading makes none", Files.exists(directory));
  }

  @Test
  public void givesBackWhatWasPublished() throws Exception {
    StageRecord record = publish(store, SDK, "1.0", 1, 2, Samples.SEED);
    assertEquals(Optional.of(StoredStage.sound(record)), store.find(record.id()));
    assertEquals(
        Optional.of(StoredStage.sound(record)), store.stages(Samples.id(SDK, "1.0")).find(1));
    assertEquals("root of sdk 1.0 1", Files.readString(store.tarball(record.id(), record)));
    assertEquals(new TreeSet<>(fileSet("stage1-amd64-1.0")), names(directory.resolve(SDK)));
  }

  @Test
  public void lastStageHasTheReleasesNameToo() throws Exception {
    StageRecord last = publishSdk(store, SDK, "1.0", Samples.SEED);
    TreeSet<String> expected = new TreeSet<>(fileSet("stage1-amd64-1.0"));
    expected.addAll(fileSet("stage2-amd64-1.0"));
    expected.addAll(fileSet("sdk-amd64-1.0"));
    assertEquals(expected, names(directory.resolve(SDK)));
    assertTrue(
        "no room is taken twice",
        Files.isSameFile(
            store.tarball(last.id(), last),
            store.releaseFiles(last.id().bootstrap(), last).archive()));
    assertEquals(
        Files.readString(directory.resolve("sdk/stage2-amd64-1.0.intoto.json")),
        Files.readString(store.releaseFiles(last.id().bootstrap(), last).record()));
  }

  @Test
  public void aTarballWithoutARecordDoesNotExist() throws Exception {
    StageRecord record = publish(store, SDK, "1.0", 1, 2, Samples.SEED);
    Files.delete(directory.resolve("sdk/stage1-amd64-1.0.intoto.json"));
    assertEquals(Optional.empty(), store.find(record.id()));
    assertEquals(List.of(), store.versions(SDK));
  }

  @Test
  public void saysWhatIsWrongWithATarball() throws Exception {
    StageRecord record = publish(store, SDK, "1.0", 1, 2, Samples.SEED);
    Path tarball = store.tarball(record.id(), record);
    Files.writeString(tarball, "ROOT of sdk 1.0 1");
    assertTrue(problem(record), problem(record).contains("has sha256:"));
    assertTrue("not read without need", store.find(record.id()).orElseThrow().isSound());
    Files.writeString(tarball, "short");
    assertTrue(problem(record), problem(record).contains("has 5 bytes, not the 17 on record"));
    Files.delete(tarball);
    assertTrue(problem(record), problem(record).contains("is missing"));
    assertThrows(NoSuchFileException.class, () -> store.tarball(record.id(), record));
  }

  @Test
  public void saysWhatIsWrongWithARecord() throws Exception {
    StageRecord record = publish(store, SDK, "1.0", 1, 2, Samples.SEED);
    Path file = directory.resolve("sdk/stage1-amd64-1.0.intoto.json");
    Files.copy(file, directory.resolve("sdk/stage1-amd64-2.0.intoto.json"));
    String copied = store.find(id(1, "2.0")).orElseThrow().problem();
    assertEquals("its record is of sdk/stage1-amd64-1.0", copied);
    Files.writeString(file, "{}");
    assertTrue(problem(record), problem(record).contains("_type is missing"));
    Files.delete(file);
    Files.createDirectory(file);
    assertTrue(problem(record), problem(record).startsWith("its record cannot be read"));
  }

  @Test
  public void isPlannedWith() throws Exception {
    publish(store, SDK, "1.0", 1, 2, Samples.SEED);
    SdkConfig config =
        SdkConfig.parse(
            "sdk.yaml",
            "name: sdk\narch: amd64\nseed: s\nstages: [{script: a}, {script: b}]\n"
                .getBytes(StandardCharsets.UTF_8));
    Plan plan =
        Plan.of(
            config,
            Samples.id(SDK, "1.0"),
            PlanOptions.RESUME,
            Samples.SEED,
            List.of(Samples.inputs(1), Samples.inputs(2)),
            store.stages(Samples.id(SDK, "1.0")));
    assertEquals(
        List.of(PlannedStage.Action.REUSE, PlannedStage.Action.RUN),
        plan.stages().stream().map(PlannedStage::action).toList());
  }

  @Test
  public void nothingIsSeenBeforeTheCommitAndNothingIsLeftWithoutIt() throws Exception {
    StageRecord old = publish(store, SDK, "1.0", 1, 2, Samples.SEED);
    try (Closeable lock = store.lock(SDK)) {
      try (Publication publication = store.begin(old.id(), Compression.ZSTD)) {
        StoreFixture.write(publication.files(), "half");
        assertEquals("the old one stays", null, problem(old));
      }
    }
    assertEquals(null, problem(old));
    assertEquals(new TreeSet<>(fileSet("stage1-amd64-1.0")), names(directory.resolve(SDK)));
  }

  @Test
  public void replacesAStageWhole() throws Exception {
    publishSdk(store, SDK, "1.0", Samples.SEED);
    String content = "another root";
    StageRecord zstd = Samples.record(SDK, "1.0", 2, 2, Samples.SEED, content);
    StageTarball t = zstd.tarball();
    StageRecord xz =
        new StageRecord(
            zstd.id(),
            2,
            zstd.inputs(),
            zstd.seed(),
            new StageTarball(
                Compression.XZ,
                t.size(),
                t.tarSize(),
                t.entries(),
                t.sha256(),
                t.sha512(),
                t.index(),
                t.contents()),
            zstd.run());
    publish(store, xz, content);
    assertEquals(Optional.of(StoredStage.sound(xz)), store.find(xz.id()));
    TreeSet<String> names = names(directory.resolve(SDK));
    assertTrue(names.contains("stage2-amd64-1.0.tar.xz") && names.contains("sdk-amd64-1.0.tar.xz"));
    assertFalse(names.contains("stage2-amd64-1.0.tar.zst"));
    assertFalse(names.contains("sdk-amd64-1.0.tar.zst"));
  }

  @Test
  public void anEarlierStageMadeAnewLeavesTheReleaseAlone() throws Exception {
    StageRecord last = publishSdk(store, SDK, "1.0", Samples.SEED);
    publish(store, SDK, "1.0", 1, 2, Samples.SEED);
    assertTrue(Files.exists(store.releaseFiles(last.id().bootstrap(), last).record()));
    assertEquals(Optional.of(StoredStage.sound(last)), store.find(last.id()));
  }

  @Test
  public void refusesFilesThatAreNotThoseOnRecord() throws Exception {
    StageRecord record = Samples.record(SDK, "1.0", 1, 2, Samples.SEED, "root");
    IOException e = assertThrows(IOException.class, () -> publish(store, record, "longer root"));
    assertTrue(e.getMessage(), e.getMessage().contains("has 11 bytes, not the 4 on record"));
    assertEquals(new TreeSet<String>(), names(directory.resolve(SDK)));
  }

  @Test
  public void severalSdksOfOneVersionAreBesideEachOther() throws Exception {
    StageRecord other = publish(store, "other", "1.0", 1, 2, Samples.SEED);
    StageRecord own = publish(store, SDK, "1.0", 1, 2, Samples.SEED);
    assertEquals(Optional.of(StoredStage.sound(other)), store.find(other.id()));
    assertEquals(Optional.of(StoredStage.sound(own)), store.find(own.id()));
    assertEquals(Set.of("other", SDK), store.sdks());
    try (Closeable lock = store.lock(SDK)) {
      publish(store, "other", "1.1", 1, 2, Samples.SEED); // the lock of one is not that of another
    }
  }

  @Test
  public void addsNotesToARecordAndItsReleaseWithoutTouchingTheTarball() throws Exception {
    StageRecord last = publishSdk(store, SDK, "1.0", Samples.SEED);
    try (Closeable lock = store.lock(SDK)) {
      StageRecord noted = store.addNotes(StoredStage.sound(last), List.of("reused, but x"));
      assertEquals(List.of("reused, but x"), noted.run().notes());
      assertEquals(Optional.of(StoredStage.sound(noted)), store.find(last.id()));
      assertEquals(noted, store.addNotes(StoredStage.sound(noted), List.of("reused, but x")));
      assertEquals(
          noted,
          StageRecord.parse(
              "r", Files.readAllBytes(store.releaseFiles(last.id().bootstrap(), last).record())));
    }
    assertEquals(null, problem(last));
    assertEquals(15, names(directory.resolve(SDK)).size());
  }

  /**
   * A copied store has other files under the release's names, which may get damaged by themselves.
   */
  @Test
  public void theReleaseIsTheLastStageAgainWhateverBecameOfIt() throws Exception {
    StageRecord last = publishSdk(store, SDK, "1.0", Samples.SEED);
    Path tarball = directory.resolve(SDK).resolve(last.tarballName());
    ArchiveFiles release = store.releaseFiles(last.id().bootstrap(), last);
    byte[] content = Files.readAllBytes(tarball);
    for (byte[] other : List.of(new byte[0], new byte[content.length], content)) {
      Files.delete(release.archive());
      Files.write(release.archive(), other);
      restore(last);
      assertTrue(Files.isSameFile(tarball, release.archive()));
    }
    Files.delete(release.digests());
    restore(last);
    assertTrue(Files.exists(release.digests()));
    assertEquals(15, names(directory.resolve(SDK)).size());
  }

  private void restore(StageRecord last) throws IOException {
    try (Closeable lock = store.lock(SDK)) {
      store.restoreRelease(last.id(), last);
    }
  }

  @Test
  public void changesNothingWithoutTheLock() throws Exception {
    assertThrows(IllegalStateException.class, () -> store.begin(id(1, "1"), Compression.ZSTD));
    store.lock(SDK).close();
    assertThrows(IllegalStateException.class, () -> store.begin(id(1, "1"), Compression.ZSTD));
  }

  @Test
  public void previousIsTheSdkThatWasCompletedLast() throws Exception {
    publishSdk(store, SDK, "1.0", Samples.SEED);
    StageRecord newer = publishSdk(store, SDK, "1.1", Samples.SEED);
    publish(store, SDK, "1.2", 1, 2, Samples.SEED);
    publishSdk(store, "other", "9.0", Samples.SEED);
    Version next = new Version("2.0");
    assertEquals(
        Optional.of(StoredStage.sound(newer)),
        store.previous(Samples.id(SDK, "2.0"), SeedRef.previous(), Instant.now()));
    assertEquals(
        Optional.empty(),
        store.previous(new BootstrapId(SDK, "arm64", next), SeedRef.previous(), Instant.now()));
    assertEquals(
        Optional.empty(),
        store.previous(Samples.id("third", "2.0"), SeedRef.previous(), Instant.now()));
  }

  @Test
  public void previousIsNeverTheBootstrapItselfAndStaysTheOneItBeganWith() throws Exception {
    StageRecord old = publishSdk(store, SDK, "1.0", Samples.SEED);
    publishSdk(store, SDK, "2.0", old.asSeed());
    publishSdk(store, SDK, "3.0", Samples.SEED);
    assertEquals(
        "2.0 began with 1.0, and 3.0 was completed since",
        Optional.of(StoredStage.sound(old)),
        store.previous(Samples.id(SDK, "2.0"), SeedRef.previous(), Instant.now()));
  }

  @Test
  public void previousMayBeAStageOfAnotherSdk() throws Exception {
    StageRecord third = publish(store, "base", "1.0", 3, 4, Samples.SEED);
    publish(store, "base", "1.0", 4, 4, third.asSeed());
    publish(store, "base", "1.1", 3, 4, Samples.SEED); // is not complete
    BootstrapId asks = Samples.id(SDK, "2.0");
    assertEquals(
        Optional.of(StoredStage.sound(third)),
        store.previous(asks, SeedRef.previous("base", 3, 0), Instant.now()));
    assertEquals(
        4,
        store
            .previous(asks, SeedRef.previous("base", 0, 0), Instant.now())
            .orElseThrow()
            .id()
            .number());
    assertEquals(
        Optional.empty(), store.previous(asks, SeedRef.previous("base", 2, 0), Instant.now()));
    assertEquals(Optional.empty(), store.previous(asks, SeedRef.previous("", 3, 0), Instant.now()));
  }

  @Test
  public void gcKeepsTheNewestVersionsOfEachSdk() throws Exception {
    for (String version : List.of("1.0", "1.1", "1.2")) {
      publishSdk(store, SDK, version, Samples.SEED);
    }
    publishSdk(store, "other", "0.1", Samples.SEED);
    List<RemovedVersion> removed;
    try (Closeable lock = store.lock(SDK)) {
      removed = store.gc(SDK, 2);
    }
    assertEquals(1, removed.size());
    assertEquals("1.0", removed.get(0).version().id().version().text());
    List<String> gone = new ArrayList<>(fileSet("sdk-amd64-1.0"));
    gone.addAll(fileSet("stage1-amd64-1.0"));
    gone.addAll(fileSet("stage2-amd64-1.0"));
    assertEquals(new TreeSet<>(gone), new TreeSet<>(removed.get(0).files()));
    assertTrue(removed.get(0).files().get(0).endsWith(".intoto.json"));
    assertTrue(removed.get(0).bytes() > 2 * "root of sdk 1.0 1".length());
    assertTrue(names(directory.resolve(SDK)).stream().noneMatch(n -> n.contains("-1.0.")));
    assertEquals(30, names(directory.resolve(SDK)).size());
  }

  @Test
  public void gcKeepsWhatMayBeContinued() throws Exception {
    StageRecord seed = publishSdk(store, SDK, "1.0", Samples.SEED);
    publishSdk(store, SDK, "1.1", Samples.SEED);
    publishSdk(store, SDK, "1.2", Samples.SEED);
    publishSdk(store, SDK, "1.3", Samples.SEED);
    publish(
        store,
        new StageRecord(
            id(1, "2.0"),
            2,
            Samples.inputs(1),
            seed.asSeed(),
            Samples.tarball("incomplete"),
            Samples.run(500)),
        "incomplete");
    List<RemovedVersion> removed;
    try (Closeable lock = store.lock(SDK)) {
      removed = store.gc(SDK, 1);
    }
    assertEquals(
        List.of("1.1", "1.2"),
        removed.stream().map(r -> r.version().id().version().text()).toList());
  }

  @Test
  public void gcKeepsIncompleteVersionsWhereNoneIsComplete() throws Exception {
    publish(store, SDK, "1.0", 1, 2, Samples.SEED);
    publish(store, SDK, "1.1", 1, 2, Samples.SEED);
    try (Closeable lock = store.lock(SDK)) {
      assertEquals(1, store.gc(SDK, 1).size());
      assertThrows(IllegalArgumentException.class, () -> store.gc(SDK, 0));
    }
    assertEquals(new TreeSet<>(fileSet("stage1-amd64-1.1")), names(directory.resolve(SDK)));
  }

  @Test
  public void aFileThatIsNoDirectoryIsNoStore() throws Exception {
    Path file = folder.newFile().toPath();
    IOException e = assertThrows(IOException.class, () -> new DirectoryStore(file).lock(SDK));
    assertTrue(e.getMessage(), e.getMessage().startsWith("cannot use " + file + " as a store"));
  }
}
