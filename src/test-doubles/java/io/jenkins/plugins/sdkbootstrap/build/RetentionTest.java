package io.jenkins.plugins.sdkbootstrap.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import io.jenkins.plugins.sdkbootstrap.steps.MadeStage;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineBuild;
import io.jenkins.plugins.sdkbootstrap.steps.PipelineJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is left of builds once a job's rule has been applied. */
public class RetentionTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PipelineJob job;

  @Before
  public void aJobThatKeepsOneBuildsStagesAndTwoSdks() {
    job = new PipelineJob(folder.getRoot().toPath());
    job.addProperty(new RetentionProperty(1, 2));
  }

  @Test
  public void keepsTarballsOfTheNewestBuildsAndSdksLonger() throws Exception {
    PipelineBuild first = built();
    PipelineBuild second = built();
    PipelineBuild third = built();
    end(third);
    assertEquals(List.of(), tarballs(first));
    assertEquals(List.of("sdk-amd64-2.tar.zst", "stage2-amd64-2.tar.zst"), tarballs(second));
    assertEquals(
        List.of("sdk-amd64-3.tar.zst", "stage1-amd64-3.tar.zst", "stage2-amd64-3.tar.zst"),
        tarballs(third));
  }

  @Test
  public void keepsTheStagesThatAKeptBuildTookFromAnOlderOne() throws Exception {
    PipelineBuild first = built();
    PipelineBuild second = job.newBuild();
    MadeStage.reused(second, first, 1);
    MadeStage.in(second, 2);
    second.end(Result.SUCCESS);
    end(second);
    assertEquals(3, tarballs(first).size());
    PipelineBuild third = built();
    end(third);
    assertEquals(List.of(), tarballs(first));
  }

  @Test
  public void removesWithATarballWhatIsKeptOfItsIndexInMemory() throws Exception {
    PipelineBuild first = built();
    PipelineBuild second = built();
    for (PipelineBuild build : List.of(first, second)) {
      Path kept = kept(build);
      Files.createDirectories(kept.getParent());
      Files.createFile(kept);
    }
    end(second);
    assertFalse(Files.exists(kept(first)));
    assertTrue(Files.exists(kept(second)));
  }

  private static Path kept(PipelineBuild build) {
    StageEntry stage = SdkBuildAction.of(build).getStages().get(0);
    return StageArtifacts.keptIndex(build, stage.getTarball());
  }

  @Test
  public void leavesTheRecords() throws Exception {
    PipelineBuild first = built();
    built();
    end(built());
    assertEquals(2, files(first).size());
  }

  @Test
  public void leavesWhatARunningBuildUses() throws Exception {
    PipelineBuild reused = built();
    PipelineBuild replayed = built();
    PipelineBuild seed = built();
    PipelineBuild unused = built();
    PipelineBuild last = built();
    PipelineBuild running = job.newBuild();
    MadeStage.reused(running, reused, 1);
    running.addAction(new ReplayRequest("sdk", "amd64", "2", replayed.getNumber(), 2));
    SdkBuildAction.of(running).putSeedBuild(seed.getNumber());
    end(last);
    assertEquals(3, tarballs(reused).size());
    assertEquals(3, tarballs(replayed).size());
    assertEquals(3, tarballs(seed).size());
    assertEquals(2, tarballs(unused).size());
    running.end(Result.ABORTED);
    new RetentionListener().onFinalized(running);
    assertEquals(List.of(), tarballs(reused));
  }

  @Test
  public void leavesBuildsThatAreKeptForever() throws Exception {
    PipelineBuild first = built();
    first.keepLog(true);
    built();
    end(built());
    assertEquals(3, tarballs(first).size());
  }

  @Test
  public void leavesTheSeedOfAKeptBuild() throws Exception {
    job = new PipelineJob(folder.newFolder().toPath());
    job.addProperty(new RetentionProperty(1, 1));
    PipelineBuild first = built();
    PipelineBuild second = built();
    end(built());
    assertEquals(List.of(), tarballs(first));
    assertEquals(List.of("sdk-amd64-2.tar.zst", "stage2-amd64-2.tar.zst"), tarballs(second));
  }

  @Test
  public void aBuildStaysAsLongAsOthersHaveItsStages() throws Exception {
    PipelineBuild first = built();
    PipelineBuild second = job.newBuild();
    MadeStage.reused(second, first, 1);
    MadeStage.reused(second, first, 2);
    PipelineBuild third = job.newBuild();
    MadeStage.reused(third, first, 1);
    assertTrue(first.isKeepLog());
    delete(second);
    assertTrue(first.isKeepLog());
    delete(third);
    assertFalse(first.isKeepLog());
  }

  @Test
  public void theWordOfPeopleStands() throws Exception {
    PipelineBuild first = built();
    first.keepLog(true);
    PipelineBuild second = job.newBuild();
    MadeStage.reused(second, first, 1);
    delete(second);
    assertTrue(first.isKeepLog());
  }

  @Test
  public void aBuildThatIsKeptForOthersLosesWhatTheyDoNotNeed() throws Exception {
    PipelineBuild first = built();
    PipelineBuild second = job.newBuild();
    MadeStage.reused(second, first, 1);
    MadeStage.in(second, 2);
    second.end(Result.SUCCESS);
    end(built());
    assertTrue(first.isKeepLog());
    assertEquals(List.of(), tarballs(first));
  }

  @Test
  public void leavesWhatBuildsOfOtherJobsHaveTaken() throws Exception {
    PipelineBuild first = built();
    PipelineJob variant = new PipelineJob("variant", folder.newFolder().toPath());
    variant.addProperty(new RetentionProperty(1, 1));
    PipelineBuild taker = variant.newBuild();
    MadeStage.reused(taker, first, 1);
    MadeStage.in(taker, 2);
    taker.end(Result.SUCCESS);
    built();
    built();
    end(built());
    assertEquals(List.of("stage1-amd64-1.tar.zst"), tarballs(first));
    assertTrue(first.isKeepLog());
    PipelineBuild next = variant.newBuild();
    MadeStage.allIn(next);
    next.end(Result.SUCCESS);
    end(next);
    assertFalse(first.isKeepLog());
    end(job.getLastBuild());
    assertEquals(List.of(), tarballs(first));
  }

  @Test
  public void leavesTheSdkThatTheNextBootstrapStartsFrom() throws Exception {
    PipelineBuild good = built();
    for (int n = 0; n < 3; n++) {
      built().end(Result.FAILURE);
    }
    end(job.getLastBuild());
    assertEquals(List.of("sdk-amd64-1.tar.zst", "stage2-amd64-1.tar.zst"), tarballs(good));
  }

  @Test
  public void doesNothingWithoutARule() throws Exception {
    job = new PipelineJob(folder.newFolder().toPath());
    PipelineBuild first = built();
    built();
    end(built());
    assertEquals(3, tarballs(first).size());
  }

  @Test
  public void removesWhatAKilledControllerLeftOfAnUpload() throws Exception {
    job = new PipelineJob(folder.newFolder().toPath());
    PipelineBuild killed = built();
    Path left = killed.artifacts().resolve("sdk/.stage1-amd64-1.tar.zst.partial-1a2b");
    Files.writeString(left, "half");
    List<String> whole = tarballs(killed);
    Path coming = built().artifacts().resolve("sdk/new.tar.zst");
    try (StagedFile file = StagedFile.create(coming)) {
      end(built());
      assertFalse(Files.exists(left));
      file.commit();
    }
    assertTrue("another one that still comes", Files.exists(coming));
    assertEquals(whole, tarballs(killed));
  }

  @Test
  public void findsAStageBehindALineThatIsHalfWritten() throws Exception {
    PipelineBuild first = built();
    assertEquals(2, StageIndex.find(job, line -> line.build() == 1).size());
    Path index = first.getParent().getRootDir().toPath().resolve("sdk-bootstrap-stages.txt");
    Files.writeString(index, "2 sdk amd", StandardOpenOption.APPEND);
    built();
    assertEquals(2, StageIndex.find(job, line -> line.build() == 2).size());
  }

  @Test
  public void refusesToKeepNothing() {
    assertThrows(IllegalArgumentException.class, () -> new RetentionProperty(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new RetentionProperty(1, 0));
  }

  private PipelineBuild built() throws Exception {
    PipelineBuild build = job.newBuild();
    MadeStage.allIn(build);
    build.end(Result.SUCCESS);
    return build;
  }

  private static void delete(PipelineBuild build) {
    new RetentionListener().onDeleted(build);
    build.getParent().remove(build.getNumber());
  }

  private static void end(PipelineBuild build) {
    new RetentionListener().onFinalized(build);
  }

  private static List<String> tarballs(PipelineBuild build) throws Exception {
    return files(build).stream().filter(name -> name.endsWith(".zst")).toList();
  }

  private static List<String> files(PipelineBuild build) throws Exception {
    try (Stream<Path> files = Files.list(build.artifacts().resolve("sdk"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
