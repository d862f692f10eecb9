package io.jenkins.plugins.sdkbootstrap.pages.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.steps.MadeStage;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineBuild;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineJob;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ChainPictureTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private SdkBootstrap sdk;

  @Before
  public void aChainThatIsBrokenBetweenTheSecondAndTheThirdStage() throws Exception {
    PipelineJob job = new PipelineJob(folder.getRoot().toPath());
    PipelineBuild build = job.newBuild();
    Seed seed = new Seed("a/very-long-name-of-a-seed.tar", Samples.SEED.digests());
    MadeStage.built(build, Samples.record("sdk", "1", 1, 4, seed, "1"));
    Seed first = new Seed("first", List.of(Samples.sha256("1")));
    MadeStage.reused(build, 1, Samples.record("sdk", "1", 2, 4, first, "2"), List.of());
    Seed other = new Seed("<script>alert(1)</script>", List.of(Samples.sha256("other")));
    MadeStage.built(build, Samples.record("sdk", "1", 3, 4, other, "3"));
    SdkStagesAction page =
        (SdkStagesAction) new SdkStagesAction.Factory().createFor(build).iterator().next();
    sdk = page.getBootstraps().get(0);
  }

  @Test
  public void drawsTheSeedAndEachStageInOrder() {
    ChainPicture picture = sdk.widePicture();
    assertEquals(
        List.of("Seed", "Stage 1", "Stage 2", "Stage 3", "Stage 4 = SDK"),
        picture.boxes().stream().map(ChainPicture.Box::title).toList());
    assertEquals(
        List.of("", "built", "reused from #1", "built", "to come"),
        picture.boxes().stream().map(ChainPicture.Box::state).toList());
    assertEquals("very-long-name-o\u2026", picture.boxes().get(0).name());
    assertEquals("very-long-name-of-a-seed.tar", sdk.narrowPicture().boxes().get(0).name());
    assertEquals("a/very-long-name-of-a-seed.tar", picture.boxes().get(0).full());
    assertEquals(
        List.of("sound", "sound", "broken", "open"),
        picture.arrows().stream().map(ChainPicture.Arrow::kind).toList());
  }

  @Test
  public void fitsIntoItsFrameBothWays() {
    for (ChainPicture picture : List.of(sdk.widePicture(), sdk.narrowPicture())) {
      ChainPicture.Box last = picture.boxes().get(4);
      assertTrue(last.x() + picture.boxWidth() < picture.width());
      assertTrue(last.y() + picture.boxHeight() < picture.height());
      assertEquals(4, picture.arrows().size());
    }
    assertTrue(sdk.widePicture().width() > sdk.narrowPicture().width());
    assertTrue(sdk.narrowPicture().width() < 320);
  }

  @Test
  public void tellsTheSameInWords() {
    ChainPicture picture = sdk.widePicture();
    assertEquals("From the seed to sdk 1 for amd64", picture.title());
    String text = picture.description();
    assertTrue(text, text.contains("Stage 1, minimal toolchain: built; stage 1 was made from "));
    assertTrue(text, text.contains("Stage 2, toolchain: reused from build 1; "));
    assertTrue(text, text.contains(", but stage 2 is sha256:"));
    assertTrue(text, text.endsWith("Stage 4: to come."));
  }
}
