package io.jenkins.plugins.sdkbootstrap.stage;

import static io.jenkins.plugins.sdkbootstrap.stage.PlannedStage.Action.REUSE;
import static io.jenkins.plugins.sdkbootstrap.stage.PlannedStage.Action.RUN;
import static io.jenkins.plugins.sdkbootstrap.stage.PlannedStage.Action.SKIP;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.archive.Compression;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.Test;

/** One test for each sentence about what a bootstrap reuses. */
public class PlanTest {

  private static final String VERSION = "1.0+2026-01-02-0304";

  private final Map<Integer, StoredStage> store = new TreeMap<>();
  private final TreeSet<Integer> asked = new TreeSet<>();
  private final List<StageInputs> today = new ArrayList<>();
  private Seed seed = Samples.SEED;

  public PlanTest() {
    for (int n = 1; n <= 4; n++) {
      today.add(Samples.inputs(n));
    }
  }

  private static SdkConfig config() throws ConfigException {
    return SdkConfig.parse(
        "sdk.yaml",
        "name: sdk\narch: amd64\nseed: seeds/seed.tar.bz2\n".getBytes(StandardCharsets.UTF_8));
  }

  /** Stores stages up to this one, each made from the one before. */
  private void storeUpTo(int last) {
    for (int n = 1; n <= last; n++) {
      Seed before = n == 1 ? Samples.SEED : store.get(n - 1).record().asSeed();
      store.put(
          n, StoredStage.sound(Samples.record("sdk", VERSION, n, 4, before, "content of " + n)));
    }
  }

  private Plan plan(PlanOptions options) throws Exception {
    return Plan.of(
        config(),
        new Version(VERSION),
        options,
        seed,
        today,
        n -> {
          asked.add(n);
          return Optional.ofNullable(store.get(n));
        });
  }

  private Plan resume() throws Exception {
    return plan(PlanOptions.RESUME);
  }

  private static PlanOptions onDrift(OnDrift onDrift) {
    return new PlanOptions(false, 0, List.of(), onDrift);
  }

  private static PlanOptions from(int stage) {
    return new PlanOptions(false, stage, List.of(), OnDrift.REUSE);
  }

  private static PlanOptions only(Integer... stages) {
    return new PlanOptions(false, 0, List.of(stages), OnDrift.REUSE);
  }

  private static void assertActions(Plan plan, PlannedStage.Action... actions) {
    assertEquals(
        String.join("\n", plan.lines()),
        List.of(actions),
        plan.stages().stream().map(PlannedStage::action).toList());
  }

  private static String reason(Plan plan, int stage) {
    return plan.stages().get(stage - 1).reason();
  }

  private static void assertImpossible(Plan plan, String message) {
    assertFalse(plan.isPossible());
    assertTrue(plan.errors().toString(), plan.errors().stream().anyMatch(e -> e.contains(message)));
  }

  private void change(int stage, StageInputs inputs) {
    today.set(stage - 1, inputs);
  }

  private void changeScript(int stage) {
    change(
        stage,
        new StageInputs(Samples.spec(stage), Samples.sha256("another script"), List.of(), 0));
  }

  @Test
  public void runsEverythingWhereNothingIsStored() throws Exception {
    Plan plan = resume();
    assertActions(plan, RUN, RUN, RUN, RUN);
    assertTrue(plan.isPossible());
    assertEquals("the store does not hold it", reason(plan, 1));
    assertEquals("stage 1, its seed, is made anew", reason(plan, 2));
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
    store.put(3, new StoredStage(store.get(3).record(), "its tarball has changed"));
    Plan plan = resume();
    assertActions(plan, REUSE, REUSE, RUN, RUN);
    assertEquals("its tarball has changed", reason(plan, 3));
  }

  @Test
  public void anUnreadableRecordEndsReuse() throws Exception {
    storeUpTo(2);
    store.put(1, new StoredStage(null, "its record cannot be read"));
    assertActions(resume(), RUN, RUN, RUN, RUN);
  }

  @Test
  public void stagesOfAnotherVersionOrArchitectureAreNotReused() throws Exception {
    store.put(1, StoredStage.sound(Samples.record("sdk", "other", 1, 4, Samples.SEED, "x")));
    Plan plan = resume();
    assertActions(plan, RUN, RUN, RUN, RUN);
    assertTrue(reason(plan, 1), reason(plan, 1).contains("stage1-amd64-other"));
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
  public void stagesOfAnotherSdkAreNeverOverwritten() throws Exception {
    store.put(1, StoredStage.sound(Samples.record("other", VERSION, 1, 4, seed, "x")));
    assertImpossible(resume(), "belongs to other, not to sdk");
  }

  @Test
  public void rebuildIgnoresWhatIsThere() throws Exception {
    storeUpTo(4);
    Plan plan = plan(new PlanOptions(true, 0, List.of(), OnDrift.FAIL));
    assertActions(plan, RUN, RUN, RUN, RUN);
    assertTrue(plan.isPossible());
    assertEquals(new TreeSet<>(), asked);
  }

  @Test
  public void fromStageRebuildsFromItOnAndTakesTheOneBefore() throws Exception {
    storeUpTo(4);
    store.remove(1);
    Plan plan = plan(from(3));
    assertTrue(plan.isPossible());
    assertActions(plan, SKIP, REUSE, RUN, RUN);
  }

  @Test
  public void fromStageNeedsTheOneBefore() throws Exception {
    storeUpTo(1);
    Plan plan = plan(from(3));
    assertImpossible(plan, "stage 3 starts from stage 2, which cannot be used: the store does not");
  }

  @Test
  public void fromStageRefusesADamagedOneBefore() throws Exception {
    storeUpTo(2);
    store.put(2, new StoredStage(store.get(2).record(), "its tarball has changed"));
    assertImpossible(plan(from(3)), "which cannot be used: its tarball has changed");
  }

  @Test
  public void fromStageOneNeedsTheSeedOnly() throws Exception {
    storeUpTo(4);
    Plan plan = plan(from(1));
    assertTrue(plan.isPossible());
    assertActions(plan, RUN, RUN, RUN, RUN);
    seed = null;
    assertImpossible(plan(from(1)), "stage 1 needs a seed");
  }

  @Test
  public void laterStagesNeedNoSeedAnyMore() throws Exception {
    storeUpTo(2);
    seed = null;
    assertTrue(plan(from(3)).isPossible());
    assertTrue(plan(only(3)).isPossible());
    assertImpossible(resume(), "stage 1 needs a seed");
  }

  @Test
  public void onlyRunsSingleStages() throws Exception {
    storeUpTo(4);
    Plan plan = plan(only(2, 4));
    assertTrue(plan.isPossible());
    assertActions(plan, REUSE, RUN, REUSE, RUN);
    assertActions(plan(only(1)), RUN, SKIP, SKIP, SKIP);
  }

  @Test
  public void onlyNeedsTheSeedsOfItsStages() throws Exception {
    storeUpTo(1);
    assertImpossible(plan(only(1, 3)), "stage 3 starts from stage 2");
    assertTrue("2 is made before 3 needs it", plan(only(2, 3)).isPossible());
  }

  @Test
  public void aSingleRebuiltStageIsAGapForTheNextRun() throws Exception {
    storeUpTo(4);
    store.put(
        1, StoredStage.sound(Samples.record("sdk", VERSION, 1, 4, Samples.SEED, "made by only")));
    assertActions(resume(), REUSE, RUN, RUN, RUN);
  }

  @Test
  public void refusesStagesThatAreNotThereAndContraryWishes() throws Exception {
    assertImpossible(plan(from(5)), "there is no stage 5 to start from; there are 4");
    assertImpossible(plan(from(-1)), "there is no stage -1");
    assertImpossible(plan(only(0)), "there is no stage 0");
    assertImpossible(
        plan(new PlanOptions(true, 2, List.of(), OnDrift.REUSE)),
        "give one of rebuild, fromStage and only");
  }

  @Test
  public void aDriftedStageIsReusedAndReported() throws Exception {
    storeUpTo(4);
    changeScript(2);
    Plan plan = resume();
    assertTrue(plan.isPossible());
    assertActions(plan, REUSE, REUSE, REUSE, REUSE);
    assertEquals(1, plan.driftLines().size());
    assertTrue(
        plan.driftLines().get(0),
        plan.driftLines()
            .get(0)
            .startsWith("stage 2 reused, but script stages/stage2.sh: sha256:"));
  }

  @Test
  public void onDriftRebuildRunsTheDriftedStageAndAllAfterIt() throws Exception {
    storeUpTo(4);
    changeScript(2);
    Plan plan = plan(onDrift(OnDrift.REBUILD));
    assertActions(plan, REUSE, RUN, RUN, RUN);
    assertTrue(reason(plan, 2), reason(plan, 2).contains("differs today: script"));
    assertEquals(List.of(), plan.driftLines());
  }

  @Test
  public void onDriftFailDoesNothingAndSaysWhatDiffers() throws Exception {
    storeUpTo(2);
    changeScript(1);
    changeScript(2);
    changeScript(3);
    Plan plan = plan(onDrift(OnDrift.FAIL));
    assertEquals("of the reused stages, not of those that run", 2, plan.errors().size());
    assertImpossible(plan, "stage 1 differs today: script");
  }

  @Test
  public void whatIsAskedForIsKeptThoughItDrifted() throws Exception {
    storeUpTo(4);
    changeScript(2);
    Plan plan = plan(new PlanOptions(false, 3, List.of(), OnDrift.REBUILD));
    assertActions(plan, SKIP, REUSE, RUN, RUN);
    assertEquals(1, plan.driftLines().size());
    assertImpossible(
        plan(new PlanOptions(false, 3, List.of(), OnDrift.FAIL)), "stage 2 differs today");
  }

  @Test
  public void planHasALineAStageWithItsReason() throws Exception {
    storeUpTo(1);
    changeScript(1);
    List<String> lines = resume().lines();
    assertEquals(5, lines.size());
    assertTrue(
        lines.get(0), lines.get(0).startsWith("stage 1 (minimal toolchain): reuse, made 2026-01-"));
    assertTrue(lines.get(1), lines.get(1).startsWith("  differs today: script"));
    assertEquals("stage 3 (base OS): run, stage 2, its seed, is made anew", lines.get(3));
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
            new Version(VERSION),
            PlanOptions.RESUME,
            seed,
            today,
            n -> Optional.ofNullable(store.get(n)));
    assertActions(plan, REUSE, RUN, RUN, RUN);
    assertEquals(List.of(), plan.driftLines());
  }
}
