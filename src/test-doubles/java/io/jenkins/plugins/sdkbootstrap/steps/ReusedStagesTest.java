package io.jenkins.plugins.sdkbootstrap.steps;

import static io.jenkins.plugins.sdkbootstrap.build.StageEntry.State.BUILT;
import static io.jenkins.plugins.sdkbootstrap.build.StageEntry.State.REUSED;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.build.PlannedSdk;
import io.jenkins.plugins.sdkbootstrap.build.ReplayRequest;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Builds that reuse stages of earlier ones, and what ends that. */
@Category(Mounts.class)
public class ReusedStagesTest {

  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  @Test
  public void reusesWhatAFailedBuildHadFinished() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("resume");
    PipelineBuild first = job.newBuild();
    SDK.failAt(2, first, SmallSdk.ON_ONE_NODE, agent);
    assertThat(first.log(), containsString("stage 2 fails as it is told to"));
    agent.assertNothingLeft();
    assertEquals(List.of(1), first.numbers());
    PlannedSdk plan = first.getAction(SdkBuildAction.class).getPlans().get(0);
    assertEquals(List.of("first", "second", "SDK"), plan.getNames());
    assertTrue(plan.isToRun(1) && plan.isToRun(3));
    PipelineBuild second = job.newBuild();
    Map<?, ?> sdk = (Map<?, ?>) SDK.run(second, SmallSdk.ON_ONE_NODE, agent);
    assertFalse(second.getAction(SdkBuildAction.class).getPlans().get(0).isToRun(1));
    assertEquals(3, sdk.get("stage"));
    assertEquals(
        List.of("SDK stage 1: first", "SDK stage 2: second", "SDK stage 3: SDK"), second.stages());
    assertThat(second.log(), containsString("of build #1"));
    assertEquals(List.of(1, 2, 3), second.numbers());
    StageEntry reused = second.getAction(SdkBuildAction.class).getStages().get(0);
    assertEquals(REUSED, reused.getState());
    assertEquals(1, reused.getBuild());
    assertFalse(Files.exists(second.artifacts().resolve(reused.getTarball())));
  }

  @Test
  public void bootstrapsAgainFromAStageOfAnotherBuild() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("from");
    SDK.run(job.newBuild(), SmallSdk.ON_ONE_NODE, agent);
    PipelineBuild second = job.newBuild();
    SDK.run(
        second,
        "node { checkout scm; bootstrapSdk(version: '1.0+a', fromStage: 3, fromBuild: '1') }",
        agent);
    assertEquals(List.of(REUSED, REUSED, BUILT), second.states());
  }

  @Test
  public void aReplayNeedsNothingSaidInThePipeline() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("replay");
    String script = "node { checkout scm; bootstrapSdk() }";
    PipelineBuild first = job.newBuild();
    SDK.run(first, script, agent);
    StageEntry stage = first.getAction(SdkBuildAction.class).getStages().get(1);
    PipelineBuild second = job.newBuild();
    second.addAction(new ReplayRequest(stage.getSdk(), stage.getArch(), stage.getVersion(), 1, 2));
    Map<?, ?> sdk = (Map<?, ?>) SDK.run(second, script, agent);
    assertEquals(stage.getVersion(), sdk.get("version"));
    assertEquals(List.of(REUSED, BUILT, BUILT), second.states());
  }

  @Test
  public void aTarballThatIsGoneEndsReuseWithALine() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("gone");
    PipelineBuild first = job.newBuild();
    SDK.run(first, SmallSdk.ON_ONE_NODE, agent);
    Files.delete(artifact(first, 2, ".tar.zst"));
    PipelineBuild second = job.newBuild();
    SDK.run(second, SmallSdk.ON_ONE_NODE, agent);
    assertThat(second.log(), containsString("of build #1 is missing"));
    assertEquals(List.of(REUSED, BUILT, BUILT), second.states());
  }

  @Test
  public void aTarballWithOtherBytesEndsReuseWithALine() throws Exception {
    PipelineJob job = SDK.job();
    PipelineBuild first = job.newBuild();
    SDK.failAt(3, first, SmallSdk.ON_ONE_NODE, SDK.agent("sound"));
    changeAByte(artifact(first, 2, ".tar.zst"));
    PipelineBuild second = job.newBuild();
    SDK.run(second, SmallSdk.ON_ONE_NODE, SDK.agent("other"));
    assertThat(second.log(), containsString("stage2-" + SmallSdk.arch() + "-1.0+a.tar.zst of "));
    assertThat(second.log(), containsString(", not the expected sha256:"));
    assertEquals(List.of(REUSED, BUILT, BUILT), second.states());
  }

  @Test
  public void anAgentWhoseCopyIsDamagedFetchesItAgain() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("rotten");
    PipelineBuild first = job.newBuild();
    SDK.failAt(3, first, SmallSdk.ON_ONE_NODE, agent);
    String digest = FileDigest.sha256(artifact(first, 2, ".tar.zst")).hex();
    changeAByte(agent.cache().resolve("sha256-" + digest));
    PipelineBuild second = job.newBuild();
    SDK.run(second, SmallSdk.ON_ONE_NODE, agent);
    assertThat(second.log(), containsString("the agent's copy of small-sdk/stage2-"));
    assertEquals(List.of(REUSED, REUSED, BUILT), second.states());
  }

  private static Path artifact(PipelineBuild build, int stage, String suffix) {
    String name = "small-sdk/stage" + stage + "-" + SmallSdk.arch() + "-1.0+a" + suffix;
    return build.artifacts().resolve(name);
  }

  private static void changeAByte(Path file) throws Exception {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.delete(file); // it may be a further name of another one
    Files.write(file, content);
  }

  @Test
  public void aRecordThatCannotBeReadEndsReuseWithALine() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("unreadable");
    PipelineBuild first = job.newBuild();
    SDK.run(first, SmallSdk.ON_ONE_NODE, agent);
    Files.writeString(artifact(first, 3, ".intoto.json"), "{");
    PipelineBuild second = job.newBuild();
    SDK.run(second, SmallSdk.ON_ONE_NODE, agent);
    assertThat(second.log(), containsString("build #1 has it, but stage3-"));
    assertEquals(List.of(REUSED, REUSED, BUILT), second.states());
  }

  @Test
  public void aBuildInWhichNothingChangedTakesTheStagesOfTheOneBefore() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("nightly");
    String script =
        "node { checkout scm; append(file: 'sdk.yaml', text: 'reuse: inputs'); %s"
            + " return bootstrapSdk(version: '%s') }";
    PipelineBuild first = job.newBuild();
    assertEquals(
        true, ((Map<?, ?>) SDK.run(first, script.formatted("", "1"), agent)).get("changed"));
    PipelineBuild second = job.newBuild();
    Map<?, ?> sdk = (Map<?, ?>) SDK.run(second, script.formatted("", "2"), agent);
    assertEquals(false, sdk.get("changed"));
    assertEquals("2", sdk.get("version"));
    assertEquals(1, sdk.get("build"));
    assertEquals("small-sdk/stage3-" + SmallSdk.arch() + "-1.tar.zst", sdk.get("tarball"));
    assertThat(second.log(), containsString(", of small-sdk 1 for " + SmallSdk.arch()));
    assertEquals(List.of(1, 2, 3), second.numbers());
    assertFalse(Files.exists(second.artifacts()));
    PipelineBuild third = job.newBuild();
    SDK.run(
        third, script.formatted("append(file: 'repos/base/README', text: 'more');", "3"), agent);
    assertThat(third.log(), containsString("since 1: repo base: tree sha256:"));
    assertEquals(List.of(REUSED, BUILT, BUILT), third.states());
    // What it would stand on is gone with its build.
    job.remove(1);
    PipelineBuild fourth = job.newBuild();
    SDK.run(fourth, script.formatted("", "4"), agent);
    assertEquals(List.of(BUILT, BUILT, BUILT), fourth.states());
  }

  @Test
  public void aStageThatCameToTheSameBytesLetsTheNextBeTaken() throws Exception {
    Path one = SDK.source().resolve("stages/one.sh");
    Files.copy(SDK.source().resolve("stages/stage.sh"), one);
    String yaml = Files.readString(SDK.source().resolve("sdk.yaml"));
    Files.writeString(
        SDK.source().resolve("own-first.yaml"),
        yaml.replaceFirst("stages/stage.sh", "stages/one.sh") + "reuse: inputs\n");
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("cutoff");
    String script = "node { checkout scm; return bootstrapSdk(config: 'own-first.yaml', %s) }";
    SDK.run(job.newBuild(), script.formatted("version: '1'"), agent);
    Files.writeString(one, "# does what it did\n", StandardOpenOption.APPEND);
    PipelineBuild second = job.newBuild();
    Map<?, ?> sdk = (Map<?, ?>) SDK.run(second, script.formatted("version: '2'"), agent);
    assertEquals(List.of(BUILT, REUSED, REUSED), second.states());
    assertEquals(true, sdk.get("changed"));
    assertEquals(1, sdk.get("build"));
    assertThat(second.log(), containsString("stage 2: reuse, one that was made from the same"));
    // Whoever asks for all of them gets all of them.
    PipelineBuild third = job.newBuild();
    SDK.run(third, script.formatted("version: '3', rebuild: true"), agent);
    PipelineBuild fourth = job.newBuild();
    SDK.run(fourth, script.formatted("version: '3', fromStage: 2"), agent);
    assertEquals(Collections.nCopies(3, BUILT), third.states());
    assertEquals(List.of(REUSED, BUILT, BUILT), fourth.states());
  }
}
