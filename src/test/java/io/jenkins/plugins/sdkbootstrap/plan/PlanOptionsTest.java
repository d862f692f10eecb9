package io.jenkins.plugins.sdkbootstrap.plan;

import static io.jenkins.plugins.sdkbootstrap.plan.PlannedStage.Action.REUSE;
import static io.jenkins.plugins.sdkbootstrap.plan.PlannedStage.Action.RUN;
import static io.jenkins.plugins.sdkbootstrap.plan.PlannedStage.Action.SKIP;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.config.OnDrift;
import java.util.List;
import java.util.TreeSet;
import org.junit.Test;

/** What a bootstrap does when it is told: a test for each sentence. */
public class PlanOptionsTest extends PlanFixture {

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
    assertImpossible(plan, "stage 3 starts from stage 2, which cannot be used: not made yet");
  }

  @Test
  public void fromStageRefusesADamagedOneBefore() throws Exception {
    storeUpTo(2);
    store.put(2, store.get(2).unsound("its tarball has changed"));
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
  public void refusesStagesThatAreNotThereAndContraryWishes() throws Exception {
    assertImpossible(plan(from(5)), "there is no stage 5 to start from; there are 4");
    assertImpossible(plan(from(-1)), "there is no stage -1");
    assertImpossible(plan(only(0)), "there is no stage 0");
    assertImpossible(
        plan(new PlanOptions(true, 2, List.of(), OnDrift.REUSE)),
        "give one of rebuild, fromStage and single stages");
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
}
