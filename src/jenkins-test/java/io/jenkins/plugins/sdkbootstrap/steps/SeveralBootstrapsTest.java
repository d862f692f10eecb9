package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Several bootstraps in one build, several builds of one bootstrap, and what their records say. */
public class SeveralBootstrapsTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  @BeforeClass
  public static void startAgents() throws Exception {
    JENKINS.createOnlineSlave(Label.get("remote"));
    JENKINS.createOnlineSlave(Label.get("remote"));
    JENKINS.createOnlineSlave(Label.get("single"));
  }

  private static String onAgent(String steps) {
    return "node('remote') {\n" + SDK.copy() + steps + "\n}";
  }

  private static StageRecord record(WorkflowRun build, int stage) throws Exception {
    StageEntry entry = Jobs.stages(build).getStages().get(stage - 1);
    Path archive = build.getRootDir().toPath().resolve("archive");
    return StageRecord.parse("record", Files.readAllBytes(archive.resolve(entry.getRecord())));
  }

  @Test
  public void theRecordIsOfTheScriptThatRan() throws Exception {
    String steps =
        """
        def ran = sh(script: 'sha256sum < stages/one.sh', returnStdout: true)
        unpackSeed(seed: 'seed.tar', root: 'r')
        chrootStage(stage: 1, root: 'r', config: 'sdk.yaml', version: '1')
        sh 'echo true >> stages/one.sh; cp stages/one.sh %s'
        archiveStageRoot(stage: 1, root: 'r', version: '1', removeRoot: true)
        echo "ran ${ran.trim()}"
        """;
    Path changed = Files.createTempFile("changed", ".sh");
    WorkflowRun build = Jobs.succeed(JENKINS, "entered", onAgent(steps.formatted(changed)));
    StageRecord record = record(build, 1);
    JENKINS.assertLogContains("ran " + record.inputs().script().hex(), build);
    assertEquals(1, record.run().changes().size());
    assertEquals(FileDigest.sha256(changed).toString(), record.run().changes().get(0).ended());
  }

  @Test
  public void aMatrixOfTwoSdksOfOneVersion() throws Exception {
    String cell = SDK.copy() + "sh \"sed -i 's/^name: .*/name: ${NAME}/' sdk.yaml\"\n";
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "matrix",
            """
            pipeline {
              agent none
              stages { stage('all') { matrix {
                agent { label 'remote' }
                axes { axis { name 'NAME'; values 'one', 'two' } }
                stages { stage('sdk') { steps {
                  %s
                  bootstrapSdk(version: '1')
                } } }
              } } }
            }
            """
                .formatted(cell));
    TreeSet<String> tarballs = new TreeSet<>();
    Jobs.stages(build).getStages().forEach(stage -> tarballs.add(stage.getTarball()));
    assertEquals(
        new TreeSet<>(
            List.of(
                "one/stage1-amd64-1.tar.zst",
                "one/stage2-amd64-1.tar.zst",
                "two/stage1-amd64-1.tar.zst",
                "two/stage2-amd64-1.tar.zst")),
        tarballs);
  }

  @Test
  public void theSameTwiceInOneBuildIsRefusedInOneLine() throws Exception {
    WorkflowRun build =
        Jobs.fail(
            JENKINS,
            "twice",
            "parallel(a: {"
                + onAgent("bootstrapSdk(version: '1')")
                + "}, b: {"
                + onAgent("bootstrapSdk(version: '1')")
                + "})",
            "this build already bootstraps small 1 for amd64");
    JENKINS.assertLogNotContains("\tat ", build);
    assertEquals(2, Jobs.stages(build).getStages().size());
  }

  @Test
  public void aSecondBuildWaitsWithoutAnExecutorAndTakesWhatTheFirstMade() throws Exception {
    String held =
        SDK.copy()
            + "sh \"sed -i '/^echo/a until [ -e /var/repos/base/go ]; do sleep 0.1; done'"
            + " stages/one.sh\"\n";
    WorkflowJob job =
        Jobs.job(JENKINS, "turns", "bootstrapSdk(version: '1', label: 'single') { " + held + "}");
    WorkflowRun first = job.scheduleBuild2(0).waitForStart();
    JENKINS.waitForMessage("stage 1 of small", first); // the script's own words
    String workspace =
        first.getLog(1000).stream().filter(l -> l.contains(" in /")).findFirst().orElseThrow();
    // The other builds' own node: the first one has the only executor of its agent.
    job.setDefinition(
        new org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition(
            "bootstrapSdk(version: '1', label: 'remote') { " + SDK.copy() + "}", true));
    WorkflowRun second = job.scheduleBuild2(0).waitForStart();
    JENKINS.waitForMessage("Waiting for turns #1, which makes small 1 for amd64", second);
    assertEquals(0, JENKINS.jenkins.getLabel("remote").getBusyExecutors());
    WorkflowRun aborted = job.scheduleBuild2(0).waitForStart();
    JENKINS.waitForMessage("Waiting for turns #1", aborted);
    aborted.doStop();
    JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(aborted));
    Files.createFile(Path.of(workspace.replaceAll(".* in (/.*)", "$1")).resolve("repos/base/go"));
    JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(first));
    JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(second));
    assertTrue(
        Jobs.stages(second).getStages().stream()
            .allMatch(stage -> stage.getState() == StageEntry.State.REUSED));
  }

  @Test
  public void theConfiguredCompressionHoldsForSingleStepsToo() throws Exception {
    SdkBootstrapConfiguration.get().setCompression("xz");
    try {
      WorkflowRun build =
          Jobs.succeed(
              JENKINS,
              "configured",
              onAgent(
                  """
                  unpackSeed(seed: 'seed.tar', root: 'r')
                  chrootStage(stage: 1, root: 'r', config: 'sdk.yaml', version: '1')
                  archiveStageRoot(stage: 1, root: 'r', version: '1', removeRoot: true)
                  """));
      assertEquals(
          "small/stage1-amd64-1.tar.xz", Jobs.stages(build).getStages().get(0).getTarball());
    } finally {
      SdkBootstrapConfiguration.get().setCompression("zstd");
    }
  }

  @Test
  public void lookingAtABuildLeavesItAsItIs() throws Exception {
    WorkflowRun plain = Jobs.succeed(JENKINS, "plain", "echo 'nothing of an SDK'");
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      client.getPage(plain);
      client.getPage(plain.getParent());
    }
    Jobs.succeed(JENKINS, "plain", onAgent("bootstrapSdk(version: '1')"));
    assertNull(plain.getAction(SdkBuildAction.class));
  }
}
