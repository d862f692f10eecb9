package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Items;
import hudson.model.Label;
import hudson.tasks.LogRotator;
import io.jenkins.plugins.sdkbootstrap.build.RetentionProperty;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Stages that do not run, as an earlier build made them from the same. */
public class ReuseTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  private static final StageEntry.State BUILT = StageEntry.State.BUILT;
  private static final StageEntry.State REUSED = StageEntry.State.REUSED;

  @BeforeClass
  public static void startAgent() throws Exception {
    JENKINS.createOnlineSlave(Label.get("remote"));
  }

  /** A bootstrap of which each stage may be one that was made from the same. */
  private static String sdk(String before, String arguments) {
    return "node('remote') {\n"
        + SDK.copy()
        + "sh 'echo \"reuse: inputs\" >> sdk.yaml'\n"
        + before
        + "\ndef sdk = bootstrapSdk("
        + arguments
        + ")\necho \"changed: ${sdk.changed}, build ${sdk.build}\"\n}";
  }

  private static List<StageEntry.State> states(WorkflowRun build) {
    return Jobs.stages(build).getStages().stream().map(StageEntry::getState).toList();
  }

  /** Jenkins rotates in another thread after each build, too. */
  private static void rotateUntilGone(WorkflowJob job, int build) throws Exception {
    for (int tries = 0; job.getBuildByNumber(build) != null; tries++) {
      assertTrue(build + " stays", tries < 300);
      job.logRotate();
      Thread.sleep(100);
    }
  }

  @Test
  public void nothingIsBuiltTwice() throws Exception {
    WorkflowRun first = Jobs.succeed(JENKINS, "nightly", sdk("", "version: '1'"));
    JENKINS.assertLogContains("changed: true, build 1", first);
    WorkflowRun second = Jobs.succeed(JENKINS, "nightly", sdk("", "version: '2'"));
    JENKINS.assertLogContains("changed: false, build 1", second);
    assertEquals(List.of(REUSED, REUSED), states(second));
    assertTrue(second.getArtifacts().isEmpty());
    WorkflowRun recipe =
        Jobs.succeed(
            JENKINS, "nightly", sdk("sh 'echo \"# more\" >> stages/two.sh'", "version: '3'"));
    JENKINS.assertLogContains("since 1: script stages/two.sh: sha256:", recipe);
    assertEquals(List.of(REUSED, BUILT), states(recipe));
    WorkflowRun same =
        Jobs.succeed(
            JENKINS, "nightly", sdk("sh 'echo \"# other\" >> stages/one.sh'", "version: '4'"));
    JENKINS.assertLogContains("stage 2: reuse, one that was made from the same", same);
    assertEquals(List.of(BUILT, REUSED), states(same));
    WorkflowRun seed = Jobs.succeed(JENKINS, "nightly", sdk("", "version: '5', seed: 'previous'"));
    assertEquals(List.of(BUILT, BUILT), states(seed));
    JENKINS.assertLogContains("seed: ", seed);
  }

  @Test
  public void aSeedIsAStageOfTheLastSdkAndStaysForAWeek() throws Exception {
    String seed = "sh 'sed -i \"s/^seed: .*/seed: {previous: small, %s}/\" sdk.yaml'";
    String stage = seed.formatted("stage: 1");
    Jobs.fail(
        JENKINS, "seeds", sdk(stage, "version: '0'"), "there is no earlier small with stage 1");
    WorkflowRun first = Jobs.succeed(JENKINS, "seeds", sdk("", "version: '1'"));
    WorkflowRun second = Jobs.succeed(JENKINS, "seeds", sdk(stage, "version: '2'"));
    assertEquals(List.of(BUILT, BUILT), states(second));
    String made = Jobs.stages(first).getStages().get(0).getSha256();
    assertEquals(List.of(made), seedOf(second));
    // Within the period it is the oldest there is, whatever was made since.
    String sdk = Jobs.stages(first).getStages().get(1).getSha256();
    for (int version = 3; version <= 4; version++) {
      WorkflowRun build =
          Jobs.succeed(
              JENKINS, "seeds", sdk(seed.formatted("every: 900d"), "version: '" + version + "'"));
      assertEquals(List.of(sdk), seedOf(build));
    }
  }

  private static List<String> seedOf(WorkflowRun build) {
    return Jobs.stages(build).getStages().get(0).seed().orElseThrow().digests().stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  public void stagesOfAnotherJobAreTakenWhereItIsNamed() throws Exception {
    Jobs.succeed(JENKINS, "base", sdk("", "version: '1'"));
    String variant = "sh 'sed -i \"s/^name: .*/name: variant/\" sdk.yaml'";
    WorkflowRun alone = Jobs.succeed(JENKINS, "variant", sdk(variant, "version: '1'"));
    assertEquals(List.of(BUILT, BUILT), states(alone));
    JENKINS.jenkins.getItemByFullName("variant").delete();
    WorkflowRun taken =
        Jobs.succeed(JENKINS, "variant", sdk(variant, "version: '1', reuseFrom: ['base']"));
    JENKINS.assertLogContains(", of build base #1", taken);
    assertEquals(List.of(REUSED, REUSED), states(taken));
    Jobs.fail(
        JENKINS,
        "variant",
        sdk(variant, "version: '1', reuseFrom: ['none']"),
        "there is no job none whose artifacts this build may read");
  }

  @Test
  public void whatJobsHaveOfEachOtherStaysTrueWhenTheyAreRenamedAndMoved() throws Exception {
    WorkflowRun held = Jobs.succeed(JENKINS, "held", sdk("", "version: env.BUILD_NUMBER"));
    WorkflowJob holder = held.getParent();
    String variant = "sh 'sed -i \"s/^name: .*/name: other/\" sdk.yaml'";
    WorkflowRun user =
        Jobs.succeed(JENKINS, "user", sdk(variant, "version: '1', reuseFrom: ['held']"));
    user.getParent().renameTo("renamed-user");
    holder.renameTo("renamed-held");
    Folder folder = JENKINS.createProject(Folder.class, "team");
    Items.move(user.getParent(), folder);
    Items.move(holder, folder);
    folder.renameTo("group");
    // Jenkins loads what it has moved anew.
    user = job("group/renamed-user").getBuildByNumber(1);
    held = job("group/renamed-held").getBuildByNumber(1);
    StageEntry taken = Jobs.stages(user).getStages().get(0);
    assertEquals(Optional.of("group/renamed-held"), taken.getJob());
    assertSame(held, taken.holder(user));
    // A job that has the name now has nothing to do with it.
    Jobs.succeed(JENKINS, "held", "echo 'another one'");
    assertSame(held, taken.holder(user));
    holder = held.getParent();
    holder.addProperty(new RetentionProperty(1, 1));
    for (int n = 2; n <= 3; n++) {
      holder.setDefinition(
          new CpsFlowDefinition(
              sdk("sh 'echo " + n + " >> repos/base/recipe'", "version: env.BUILD_NUMBER"), true));
      JENKINS.buildAndAssertSuccess(holder);
    }
    for (StageEntry stage : Jobs.stages(held).getStages()) {
      Path tarball = held.getRootDir().toPath().resolve("archive").resolve(stage.getTarball());
      assertTrue(tarball.toString(), Files.exists(tarball));
    }
    JENKINS.jenkins.reload();
    user = job("group/renamed-user").getBuildByNumber(1);
    assertNotNull(Jobs.stages(user).getStages().get(0).holder(user));
    user.delete();
    assertFalse(job("group/renamed-held").getBuildByNumber(1).isKeepLog());
  }

  @Test
  public void aBuildIsReleasedWhenTheJobsThatHaveItsStagesAreDeleted() throws Exception {
    WorkflowRun held = Jobs.succeed(JENKINS, "main", sdk("", "version: '1'"));
    String other = "sh 'sed -i \"s/^name: .*/name: other/\" sdk.yaml'";
    String script = sdk(other, "version: '1', reuseFrom: ['/main']");
    WorkflowRun branch = Jobs.succeed(JENKINS, "branch", script);
    WorkflowJob inFolder = Jobs.succeed(JENKINS, "in-folder", script).getParent();
    Folder folder = JENKINS.createProject(Folder.class, "branches");
    Items.move(inFolder, folder);
    assertTrue(held.isKeepLog());
    branch.getParent().delete();
    assertTrue("the other branch has its stages", held.isKeepLog());
    folder.delete();
    assertFalse(held.isKeepLog());
    // With the same folder, what is held goes before what holds it.
    Folder both = JENKINS.createProject(Folder.class, "both");
    Items.move(Jobs.succeed(JENKINS, "z-user", script).getParent(), both);
    Items.move(held.getParent(), both);
    both.delete();
    assertFalse(both.getRootDir().exists());
  }

  private static WorkflowJob job(String name) {
    return JENKINS.jenkins.getItemByFullName(name, WorkflowJob.class);
  }

  @Test
  public void aBuildOfARenamedJobStaysAsLongAsOthersHaveItsStages() throws Exception {
    WorkflowJob job = Jobs.job(JENKINS, "before", sdk("", "version: env.BUILD_NUMBER"));
    for (int n = 1; n <= 3; n++) {
      JENKINS.buildAndAssertSuccess(job);
    }
    job.renameTo("after");
    job.getBuildByNumber(3).delete();
    assertTrue("build 2 has its stages", job.getBuildByNumber(1).isKeepLog());
    job.getBuildByNumber(2).delete();
    assertFalse(job.getBuildByNumber(1).isKeepLog());
  }

  @Test
  public void aBuildThatOthersStandOnOutlivesTheRotation() throws Exception {
    WorkflowJob job = Jobs.job(JENKINS, "rotated", sdk("", "version: env.BUILD_NUMBER"));
    job.setBuildDiscarder(new LogRotator(-1, 2, -1, -1));
    for (int n = 1; n <= 4; n++) {
      JENKINS.buildAndAssertSuccess(job);
    }
    rotateUntilGone(job, 2);
    WorkflowRun holder = job.getBuildByNumber(1);
    assertNotNull("build 4 has its stages", holder);
    assertTrue(holder.isKeepLog());
    String changed = sdk("sh 'echo more >> repos/base/recipe'", "version: env.BUILD_NUMBER");
    for (int n = 5; n <= 6; n++) {
      Jobs.succeed(JENKINS, "rotated", changed);
    }
    rotateUntilGone(job, 4);
    rotateUntilGone(job, 1); // nobody has its stages any more
    assertEquals(List.of(REUSED, REUSED), states(Jobs.succeed(JENKINS, "rotated", changed)));
  }
}
