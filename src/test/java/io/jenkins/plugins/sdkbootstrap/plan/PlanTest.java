package io.jenkins.plugins.sdkbootstrap.plan;

import static io.jenkins.plugins.sdkbootstrap.plan.PlannedStage.Action.REUSE;
import static io.jenkins.plugins.sdkbootstrap.plan.PlannedStage.Action.RUN;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.Test;

/** What a bootstrap reuses where nothing else is asked for: a test for each sentence. */
public class PlanTest extends PlanFixture {

  @Test
  public void runsEverythingWhereNothingIsStored() throws Exception {
    Plan plan = resume();
    assertActions(plan, RUN, RUN, RUN, RUN);
    assertTrue(plan.isPossible());
    assertEquals("not made yet", reason(plan, 1));
    assertEquals("stage 1, its seed, is rebuilt", reason(plan, 2));
  }

  @Test
  public void reusesTheChainFromTheFirstStageOn() throws Exception {
    storeUpTo(3);
    Plan plan = resume();
    assertActions(plan, REUSE, REUSE, REUSE, RUN);
    assertEquals(store.get(2).record(), plan.stages().get(1).record());
    assertEquals(Optional.of(plan.stages().get(2)), plan.before(4));
    assertEquals(List.of(), plan.driftLines());
  }

  @Test
  public void reusesAllOfACompleteBootstrap() throws Exception {
    storeUpTo(4);
    assertActions(resume(), REUSE, REUSE, REUSE, REUSE);
  }

  @Test
  public void firstGapEndsReuseWhateverComesAfterIt() throws Exception {
    storeUpTo(4);
    store.remove(2);
    assertActions(resume(), REUSE, RUN, RUN, RUN);
    assertEquals("nothing behind the gap is read", new TreeSet<>(List.of(1, 2)), asked);
  }

  @Test
  public void anotherSeedEndsReuseAtTheFirstStage() throws Exception {
    storeUpTo(4);
    seed = new Seed("seeds/new.tar", List.of(Samples.sha256("another seed")));
    Plan plan = resume();
    assertActions(plan, RUN, RUN, RUN, RUN);
    assertTrue(
        reason(plan, 1), reason(plan, 1).startsWith("it was made from seeds/seed.tar.bz2 ("));
    assertTrue(reason(plan, 1), reason(plan, 1).contains("the seed is seeds/new.tar ("));
  }

  @Test
  public void theSameSeedUnderAnotherNameIsTheSameSeed() throws Exception {
    storeUpTo(4);
    seed = new Seed("elsewhere.tar", Samples.SEED.digests());
    assertActions(resume(), REUSE, REUSE, REUSE, REUSE);
  }

  @Test
  public void seedsWithoutADigestInCommonAreNotTheSame() throws Exception {
    storeUpTo(1);
    seed = new Seed("seed", List.of(Samples.sha512("the seed")));
    assertActions(resume(), RUN, RUN, RUN, RUN);
  }

  @Test
  public void aStageMadeFromAnotherOneEndsReuse() throws Exception {
    storeUpTo(4);
    StageRecord other =
        Samples.record("sdk", VERSION, 2, 4, store.get(1).record().asSeed(), "rebuilt since");
    store.put(2, StoredStage.sound(other));
    Plan plan = resume();
    assertActions(plan, REUSE, REUSE, RUN, RUN);
    assertTrue(reason(plan, 3), reason(plan, 3).contains("but stage 2 is stage2-amd64-"));
  }

  @Test
  public void aTarballThatDoesNotMatchItsDigestEndsReuse() throws Exception {
    storeUpTo(4);
    store.put(3, store.get(3).unsound("its tarball has changed"));
    Plan plan = resume();
    assertActions(plan, REUSE, REUSE, RUN, RUN);
    assertEquals("its tarball has changed", reason(plan, 3));
  }

  @Test
  public void anUnreadableRecordEndsReuse() throws Exception {
    storeUpTo(2);
    store.put(
        1, new StoredStage(Samples.id("sdk", VERSION).stage(1), null, "its record cannot be read"));
    assertActions(resume(), RUN, RUN, RUN, RUN);
  }

  @Test
  public void aStageInThePlaceOfAnotherIsNotUsed() {
    StageRecord other = Samples.record("sdk", "other", 1, 4, Samples.SEED, "x");
    StoredStage stored = StoredStage.of(Samples.id("sdk", VERSION).stage(1), other, 1, "");
    assertEquals("its record is of sdk/stage1-amd64-other", stored.problem());
  }

  @Test
  public void aStageThatWasNotTheLastIsNoSdk() throws Exception {
    storeUpTo(3);
    store.put(
        4,
        StoredStage.sound(
            Samples.record("sdk", VERSION, 4, 5, store.get(3).record().asSeed(), "content")));
    Plan plan = resume();
    assertActions(plan, REUSE, REUSE, REUSE, RUN);
    assertTrue(reason(plan, 4), reason(plan, 4).contains("one of 5 stages"));
  }

  @Test
  public void aSingleRebuiltStageIsAGapForTheNextRun() throws Exception {
    storeUpTo(4);
    store.put(
        1, StoredStage.sound(Samples.record("sdk", VERSION, 1, 4, Samples.SEED, "made by only")));
    assertActions(resume(), REUSE, RUN, RUN, RUN);
  }

  @Test
  public void planHasALineAStageWithItsReason() throws Exception {
    storeUpTo(1);
    changeScript(1);
    List<String> lines = resume().lines();
    assertEquals(6, lines.size());
    assertTrue(
        lines.get(0), lines.get(0).startsWith("stage 1 (minimal toolchain): reuse, made 2026-01-"));
    assertEquals(
        "  SOURCE_DATE_EPOCH: 1614345660 (2021-02-26T13:21:00Z), sourceDateEpoch of sdk.yaml",
        lines.get(1));
    assertTrue(lines.get(2), lines.get(2).startsWith("  differs today: script"));
    assertEquals("stage 3 (base OS): run, stage 2, its seed, is rebuilt", lines.get(4));
  }

  @Test
  public void planIsSerializable() throws Exception {
    storeUpTo(2);
    new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(resume());
  }

  @Test
  public void compressionIsNoDrift() throws Exception {
    storeUpTo(1);
    SdkConfig other = config().withCompression(Compression.XZ);
    Plan plan =
        Plan.of(
            other,
            Samples.id("sdk", VERSION),
            PlanOptions.RESUME,
            seed,
            today,
            n -> Optional.ofNullable(store.get(n)));
    assertActions(plan, REUSE, RUN, RUN, RUN);
    assertEquals(List.of(), plan.driftLines());
  }
}
