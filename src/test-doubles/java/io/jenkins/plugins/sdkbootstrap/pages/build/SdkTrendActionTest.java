package io.jenkins.plugins.sdkbootstrap.pages.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.steps.MadeStage;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineBuild;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineJob;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the page "SDK trend" of a job shows. */
public class SdkTrendActionTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PipelineJob job;

  @Before
  public void aJob() {
    job = new PipelineJob(folder.getRoot().toPath());
  }

  private void build(int... stages) throws Exception {
    PipelineBuild build = job.newBuild();
    for (int n : stages) {
      MadeStage.built(build, Samples.record("sdk", "1", n, 2, Samples.SEED, "x".repeat(n)));
    }
  }

  private SdkTrendAction page() {
    return (SdkTrendAction) new SdkTrendAction.Factory().createFor(job).iterator().next();
  }

  @Test
  public void isThereWhereTheLastBuildBootstrapped() throws Exception {
    assertEquals(0, new SdkTrendAction.Factory().createFor(job).size());
    build(1);
    assertEquals("sdk-trend", page().getUrlName());
  }

  @Test
  public void hasATableOfBuildsAndStagesTheNewestBuildFirst() throws Exception {
    build(1, 2);
    build();
    build(1);
    TrendView trend = page().getTrends().get(0);
    assertEquals("sdk", trend.sdk());
    assertEquals(List.of(3, 1), trend.rows().stream().map(TrendView.Row::build).toList());
    assertEquals("60000 ms", trend.rows().get(0).cells().get(0).timeText());
    assertNull(trend.rows().get(0).cells().get(1));
    assertEquals(2, trend.rows().get(1).cells().get(1).bytes());
    assertEquals(2, trend.series().get(0).points().size());
  }

  @Test
  public void readsAsManyBuildsAsItSays() throws Exception {
    for (int n = 0; n < 130; n++) {
      build(1);
    }
    assertEquals(100, page().getTrends().get(0).rows().size());
    assertEquals(31, (int) page().getTrends().get(0).rows().get(99).build());
    assertEquals(30, page().getSmallTrends().get(0).rows().size());
  }

  @Test
  public void showsNothingOnTheJobsPageThatCannotBeCompared() throws Exception {
    build(1);
    assertEquals(List.of(), page().getSmallTrends());
    build(1);
    assertEquals(1, page().getSmallTrends().size());
  }
}
