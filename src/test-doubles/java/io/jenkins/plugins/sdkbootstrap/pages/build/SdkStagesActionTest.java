package io.jenkins.plugins.sdkbootstrap.pages.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.Functions;
import hudson.model.Result;
import io.jenkins.plugins.sdkbootstrap.build.FailedStage;
import io.jenkins.plugins.sdkbootstrap.build.ReplayAction;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.build.StageIds;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.steps.MadeStage;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineBuild;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineJob;
import java.nio.file.Files;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the page "SDK stages" of a build shows. */
public class SdkStagesActionTest {

  private static final String YAML =
      """
      name: sdk
      arch: amd64
      seed: seed.tar
      stages:
        - {name: one, script: a.sh}
        - {name: two, script: a.sh}
        - {name: three, script: a.sh}
        - {name: four, script: a.sh}
      """;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PipelineJob job;
  private PipelineBuild build;

  @Before
  public void aBuild() {
    job = new PipelineJob(folder.getRoot().toPath());
    job.newBuild();
    build = job.newBuild();
  }

  @After
  public void withoutThePermissionForArtifacts() {
    Functions.enableArtifactsPermission(false);
  }

  private static StageRecord record(String sdk, int number) {
    Seed seed =
        number == 1
            ? Samples.SEED
            : new Seed("stage before", List.of(Samples.sha256("content " + (number - 1))));
    return Samples.record(sdk, "1+2", number, 4, seed, "content " + number);
  }

  private SdkStagesAction page() {
    return (SdkStagesAction) new SdkStagesAction.Factory().createFor(build).iterator().next();
  }

  private SdkBootstrap only() {
    assertEquals(1, page().getBootstraps().size());
    return page().getBootstraps().get(0);
  }

  private List<StageState> states() {
    return only().stages().stream().map(StageRow::state).toList();
  }

  @Test
  public void isThereForBuildsThatSetOutToBootstrap() throws Exception {
    assertEquals(List.of(), List.copyOf(new SdkStagesAction.Factory().createFor(build)));
    MadeStage.planned(build, YAML, "1+2", 1);
    assertEquals("sdk-stages", page().getUrlName());
  }

  @Test
  public void showsWhatIsThereSoFarAndWhatIsToCome() throws Exception {
    MadeStage.planned(build, YAML, "1+2", 1);
    assertEquals(
        List.of(StageState.RUNNING, StageState.TO_COME, StageState.TO_COME, StageState.TO_COME),
        states());
    MadeStage.planned(build, YAML, "1+2", 2);
    MadeStage.reused(build, 1, record("sdk", 1), List.of("script: x then, y now"));
    MadeStage.built(build, record("sdk", 2));
    assertEquals(
        List.of(StageState.REUSED, StageState.BUILT, StageState.RUNNING, StageState.TO_COME),
        states());
    assertEquals("three", only().stages().get(2).name());
    assertEquals(1, only().drift());
    build.end(Result.FAILURE);
    assertEquals(
        List.of(
            StageState.REUSED, StageState.BUILT, StageState.NOT_FINISHED, StageState.NOT_REACHED),
        states());
    assertFalse(only().complete());
  }

  @Test
  public void aStageThatFailedSaysSoAndWhere() throws Exception {
    MadeStage.planned(build, YAML, "1+2", 2);
    MadeStage.built(build, record("sdk", 2));
    StageId third = build.getAction(SdkBuildAction.class).getPlans().get(0).id().stage(3);
    build
        .getAction(SdkBuildAction.class)
        .putFailed(new FailedStage(third, "builder", "stage 3 (three) failed", null, List.of()));
    build.end(Result.FAILURE);
    assertEquals(
        List.of(StageState.SKIPPED, StageState.BUILT, StageState.FAILED, StageState.NOT_REACHED),
        states());
    assertEquals("builder", only().stages().get(2).agent());
    assertTrue(only().stages().get(2).logged());
  }

  @Test
  public void showsStagesThatTheBuildBeganAfter() throws Exception {
    MadeStage.planned(build, YAML, "1+2", 3);
    assertEquals(
        List.of(StageState.SKIPPED, StageState.SKIPPED, StageState.RUNNING, StageState.TO_COME),
        states());
    MadeStage.built(build, record("sdk", 3));
    assertEquals(
        List.of(StageState.SKIPPED, StageState.SKIPPED, StageState.BUILT, StageState.RUNNING),
        states());
    assertEquals("no-stage-before", only().chain().links().get(2).verdict());
  }

  @Test
  public void doesNotSayThatAStageRunsWhichAPipelineMayNeverRun() throws Exception {
    MadeStage.built(build, record("sdk", 1));
    assertEquals(
        List.of(StageState.BUILT, StageState.TO_COME, StageState.TO_COME, StageState.TO_COME),
        states());
  }

  @Test
  public void sumsUpAWholeChain() throws Exception {
    for (int n = 1; n <= 4; n++) {
      MadeStage.built(build, record("sdk", n));
    }
    SdkBootstrap sdk = only();
    assertTrue(sdk.complete());
    assertTrue(sdk.chain().whole());
    assertEquals(4, sdk.built());
    assertEquals(240_000, sdk.time());
    StageRow row = sdk.stages().get(1);
    assertEquals("stage2-amd64-1+2~sdk", row.id());
    assertEquals(Samples.sha256("content 2").toString(), row.digest());
    assertEquals("1137.78", row.ratio());
    assertEquals((Long) 60_000L, row.time());
  }

  @Test
  public void keepsBootstrapsApart() throws Exception {
    MadeStage.built(build, record("sdk", 1));
    MadeStage.built(build, record("other", 1));
    assertEquals(
        List.of("sdk", "other"), page().getBootstraps().stream().map(SdkBootstrap::sdk).toList());
  }

  @Test
  public void namesStagesOfTwoSdksInUrls() throws Exception {
    StageEntry one = MadeStage.built(build, record("sdk", 1));
    assertEquals("stage1-amd64-1+2~sdk", StageIds.of(one.id()));
    assertEquals(one, page().getStage("stage1-amd64-1+2").stage().stage());
    StageEntry other = MadeStage.built(build, record("other", 1));
    assertEquals(one, page().getStage("stage1-amd64-1+2~sdk").stage().stage());
    assertEquals(other, page().getStage("stage1-amd64-1+2~other").stage().stage());
    assertNull(page().getStage("stage1-amd64-1+2"));
    assertEquals(one.getTarball(), page().getStage("stage1-amd64-1+2~sdk").getFacts().tarball());
    assertEquals(one.getTarball(), page().getBootstraps().get(0).stages().get(0).tarball());
    assertNull(page().getStage("../../etc/passwd"));
  }

  @Test
  public void linksToFilesThatAreThereAndMayBeRead() throws Exception {
    StageEntry entry = MadeStage.built(build, record("sdk", 1));
    StageRow row = only().stages().get(0);
    assertTrue(row.readable());
    assertFalse(row.tarballThere());
    Files.createDirectories(build.artifacts().resolve("sdk"));
    Files.createFile(build.artifacts().resolve(entry.getTarball()));
    assertTrue(row.tarballThere());
    assertEquals("job/sdk/2/artifact/sdk/stage1-amd64-1+2.tar.zst", row.tarballUrl());
    assertEquals("job/sdk/2/artifact/sdk/stage1-amd64-1+2.intoto.json", row.recordUrl());
    Functions.enableArtifactsPermission(true);
    assertTrue(row.tarballThere());
    job.forbid();
    assertFalse(row.readable());
    assertFalse(row.tarballThere());
    assertNull(row.recordUrl());
  }

  @Test
  public void knowsWhereAReusedStageComesFromUntilThatIsDeleted() throws Exception {
    MadeStage.reused(build, 1, record("sdk", 1), List.of());
    StageRow row = only().stages().get(0);
    assertEquals("job/sdk/1/", row.buildUrl());
    assertEquals("job/sdk/1/artifact/sdk/stage1-amd64-1+2.tar.zst", row.tarballUrl());
    job.remove(1);
    row = only().stages().get(0);
    assertNull(row.buildUrl());
    assertFalse(row.tarballThere());
    assertNull(row.recordUrl());
    assertEquals((Integer) 1, row.build());
  }

  @Test
  public void showsABoundedNumberOfDifferences() throws Exception {
    MadeStage.reused(
        build, 1, record("sdk", 1), java.util.Collections.nCopies(5000, "env X: added"));
    StageRow row = only().stages().get(0);
    assertEquals(100, row.drift().size());
    assertEquals(4900, row.moreDrift());
    assertEquals(5000, only().drift());
  }

  @Test
  public void offersToBootstrapAgainWhereThatIsPossibleAndAllowed() throws Exception {
    MadeStage.planned(build, YAML, "1+2", 1);
    MadeStage.built(build, record("sdk", 1));
    build.addAction(new ReplayAction.Factory().createFor(build).iterator().next());
    List<StageRow> rows = only().stages();
    assertEquals(
        "bootstrap-again/start?sdk=sdk&arch=amd64&version=1%2B2&stage=2", rows.get(1).againUrl());
    assertNotNull(rows.get(0).againUrl());
    assertNull(rows.get(2).againUrl());
    job.forbid();
    assertNull(only().stages().get(1).againUrl());
  }

  @Test
  public void findsTheLogOfStagesThatAreThereOrPlanned() throws Exception {
    MadeStage.planned(build, YAML, "1+2", 1);
    MadeStage.built(build, record("sdk", 1));
    // Without a Pipeline's steps there is the log of the whole build.
    assertEquals("job/sdk/2/console", page().getLog("stage1-amd64-1+2~sdk").url());
    assertEquals("job/sdk/2/console", page().getLog("stage4-amd64-1+2~sdk").url());
    assertNull(page().getLog("stage5-amd64-1+2~sdk"));
    assertNull(page().getLog("stage1-amd64-1+2~other"));
  }
}
