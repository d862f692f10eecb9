package io.jenkins.plugins.sdkbootstrap.pages.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import hudson.model.Result;
import io.jenkins.plugins.sdkbootstrap.agent.Entered;
import io.jenkins.plugins.sdkbootstrap.build.RootState;
import io.jenkins.plugins.sdkbootstrap.build.RunningStage;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.steps.MadeStage;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineBuild;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineJob;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** How far the page shows a stage that runs. */
public class RunningViewTest {

  private static final String YAML = "name: sdk\narch: amd64\nseed: seed.tar\n";
  private static final StageId ONE = Samples.id("sdk", "1+2").stage(1);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PipelineJob job;
  private PipelineBuild build;

  @Before
  public void aBuild() throws Exception {
    job = new PipelineJob(folder.getRoot().toPath());
    job.newBuild();
    build = job.newBuild();
    MadeStage.planned(build, YAML, "1+2", 1);
  }

  private StageRow row(int number) {
    return ((SdkStagesAction) new SdkStagesAction.Factory().createFor(build).iterator().next())
        .getBootstraps()
        .get(0)
        .stages()
        .get(number - 1);
  }

  private RootState unpacked(String node, long seconds) {
    return new RootState(
        node,
        "/w/workspace/sdk/" + RunningStage.root(ONE),
        Samples.SEED,
        Instant.now().minusSeconds(seconds));
  }

  private RunningStage step(String node, String root) {
    return new RunningStage(build, node, root);
  }

  @Test
  public void showsWhatTheAgentSentLast() throws Exception {
    try (RunningStage running = step("a1", RunningStage.root(ONE)).begin(null);
        OutputStream agent = running.fromAgent()) {
      assertEquals("a1", row(1).agent());
      assertNull(row(1).running().action());
      assertEquals("", row(1).running().actionText());
      agent.write("10 40 fetch\n".getBytes(StandardCharsets.US_ASCII));
      agent.write("20 40 fetch\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals((Integer) 50, row(1).running().percent());
      assertEquals("fetch, 50%", row(1).running().actionText());
      agent.write("7 -1 archive\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals("archive", row(1).running().action());
      assertNull(row(1).running().percent());
      assertEquals("archive, 7 B", row(1).running().actionText());
      assertNull("the stage after it has not begun", row(2).running());
      Progress here = running.here();
      here.started("upload", 200);
      assertEquals("upload, 0%", row(1).running().actionText());
    }
    assertNull("nothing of it stays", row(1).agent());
    assertNull(row(1).running().action());
  }

  @Test
  public void keepsBuildsAndBootstrapsApart() {
    PipelineBuild other = job.newBuild();
    String root = RunningStage.root(ONE);
    try (RunningStage ofOther = new RunningStage(other, "a1", root).begin(null);
        RunningStage second = step("a2", root).begin(Samples.id("sdk", "9").stage(1));
        RunningStage byHand = step("a3", "root").begin(null)) {
      assertNull(row(1).agent());
      try (RunningStage own = step("a4", "elsewhere").begin(ONE)) {
        assertEquals("a4", row(1).agent());
      }
    }
  }

  @Test
  public void tellsOfTheScriptByWhatTheBuildKeeps() throws Exception {
    SdkBuildAction kept = SdkBuildAction.of(build);
    kept.putRoot(unpacked("a1", 90));
    assertEquals("a1", row(1).agent());
    assertNull(row(1).running().action());
    Entered entered = new Entered("/w", Samples.inputs(1), Map.of());
    kept.putRoot(unpacked("a1", 90).entered(ONE.bootstrap(), "1", entered));
    RunningView running = row(1).running();
    assertEquals("script", running.action());
    assertEquals("script", running.actionText());
    long elapsed = running.elapsedSeconds();
    assertEquals(90, elapsed, 30);
    try (RunningStage archiving = step("a1", RunningStage.root(ONE)).begin(ONE)) {
      archiving.here().started("archive", -1);
      assertEquals("archive", row(1).running().actionText());
      assertEquals("since the seed", 90, row(1).running().elapsedSeconds(), 30);
    }
    kept.putRoot(unpacked("a2", 10).entered(Samples.id("sdk", "9"), "2", entered));
    assertEquals("another bootstrap is none of this", "a1", row(1).agent());
    build.end(Result.FAILURE);
    assertNull(row(1).running());
  }

  @Test
  public void tellsHowLongTheStageTookLastTime() throws Exception {
    assertNull(row(1).running().lastSeconds());
    PipelineBuild first = job.getBuildByNumber(1);
    MadeStage.built(first, Samples.record("sdk", "1", 1, 4, Samples.SEED, "content"));
    assertEquals((Long) 60L, row(1).running().lastSeconds());
    MadeStage.built(first, Samples.record("other", "1", 2, 4, Samples.SEED, "content"));
    PipelineBuild later = job.newBuild();
    MadeStage.built(later, Samples.record("sdk", "2", 1, 4, Samples.SEED, "content"));
    assertEquals("of an earlier build", (Long) 60L, row(1).running().lastSeconds());
    job.remove(1);
    assertNull("one that was deleted tells nothing", row(1).running().lastSeconds());
  }

  @Test
  public void neverGoesBackInTime() throws Exception {
    SdkBuildAction.of(build).putRoot(unpacked("a1", -3600));
    assertEquals((Long) 0L, RunningView.of(build, ONE, Clock.systemUTC()).elapsedSeconds());
  }
}
