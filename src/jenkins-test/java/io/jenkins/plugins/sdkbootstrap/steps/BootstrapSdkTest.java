package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.ThreadNameAction;
import org.jenkinsci.plugins.workflow.graph.FlowGraphWalker;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** {@code bootstrapSdk} in sandboxed Pipelines: what it makes, reuses, resumes and replays. */
public class BootstrapSdkTest {

  @ClassRule public static final BuildWatcher WATCHER = new BuildWatcher();
  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  private static final String NOT_TWO = "sh 'touch repos/base/fail2'\n";

  private static DumbSlave agent;

  @BeforeClass
  public static void startAgent() throws Exception {
    agent = JENKINS.createOnlineSlave(Label.get("remote"));
    agent.setNumExecutors(2);
  }

  private static String onAgent(String steps) {
    return "node('remote') {\n" + SDK.copy() + steps + "\n}";
  }

  private static List<String> stageNames(WorkflowRun build) {
    FlowGraphWalker walker = new FlowGraphWalker(build.getExecution());
    return StreamSupport.stream(walker.spliterator(), false)
        .filter(node -> node.getPersistentAction(ThreadNameAction.class) == null)
        .map(node -> node.getPersistentAction(LabelAction.class))
        .filter(Objects::nonNull)
        .map(LabelAction::getDisplayName)
        .sorted()
        .toList();
  }

  private static List<String> artifacts(Run<?, ?> build) {
    return build.getArtifacts().stream().map(Run.Artifact::getFileName).sorted().toList();
  }

  private static List<Map.Entry<StageEntry.State, Integer>> states(Run<?, ?> build) {
    return Jobs.stages(build).getStages().stream()
        .map(stage -> Map.entry(stage.getState(), stage.getBuild()))
        .toList();
  }

  @Test
  public void makesAStageOfEachStageAndArtifactsWhoseUrlsWork() throws Exception {
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "scripted",
            onAgent(
                """
                def sdk = bootstrapSdk(version: '1.0.0+1')
                echo "${sdk.name} ${sdk.version} ${sdk.arch} ${sdk.stage} of build ${sdk.build}"
                echo "artifact ${sdk.tarball} ${sdk.size > 0} ${sdk.digest.startsWith('sha256:')}"
                """));
    JENKINS.assertLogContains("small 1.0.0+1 amd64 2 of build 1", build);
    JENKINS.assertLogContains("artifact small/stage2-amd64-1.0.0+1.tar.zst true true", build);
    assertEquals(List.of("SDK stage 1: one", "SDK stage 2: two"), stageNames(build));
    assertEquals(
        List.of(
            "small-amd64-1.0.0+1.intoto.json",
            "small-amd64-1.0.0+1.mtree.zst",
            "small-amd64-1.0.0+1.tar.zst",
            "small-amd64-1.0.0+1.tar.zst.CONTENTS.gz",
            "small-amd64-1.0.0+1.tar.zst.DIGESTS",
            "stage1-amd64-1.0.0+1.intoto.json",
            "stage1-amd64-1.0.0+1.mtree.zst",
            "stage1-amd64-1.0.0+1.tar.zst",
            "stage1-amd64-1.0.0+1.tar.zst.CONTENTS.gz",
            "stage1-amd64-1.0.0+1.tar.zst.DIGESTS",
            "stage2-amd64-1.0.0+1.intoto.json",
            "stage2-amd64-1.0.0+1.mtree.zst",
            "stage2-amd64-1.0.0+1.tar.zst",
            "stage2-amd64-1.0.0+1.tar.zst.CONTENTS.gz",
            "stage2-amd64-1.0.0+1.tar.zst.DIGESTS"),
        artifacts(build));
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      for (Run<?, ?>.Artifact artifact : build.getArtifacts()) {
        String url = build.getUrl() + "artifact/" + artifact.getHref();
        long size =
            client.goTo(url, null).getWebResponse().getContentAsStream().readAllBytes().length;
        assertEquals(url, artifact.getFileSize(), size);
      }
    }
  }

  @Test
  public void showsWhatAnAgentSaysAmongTheLinesOfItsStep() throws Exception {
    WorkflowRun build = Jobs.succeed(JENKINS, "lines", onAgent("bootstrapSdk(version: '1')"));
    List<String> lines =
        build.getLog(10_000).stream()
            .filter(
                line -> line.matches("\\[Pipeline\\] \\w+(Seed|Stage|Root)|(unpack|archive): .*"))
            .map(line -> line.replaceFirst(":.*", ""))
            .toList();
    List<String> stage =
        List.of(
            "[Pipeline] unpackSeed",
            "unpack",
            "[Pipeline] chrootStage",
            "[Pipeline] archiveStageRoot",
            "archive");
    assertEquals(Stream.concat(stage.stream(), stage.stream()).toList(), lines);
  }

  @Test
  public void worksInADeclarativePipeline() throws Exception {
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "declarative",
            """
            pipeline {
              agent { label 'remote' }
              options { timeout(time: 10, unit: 'MINUTES') }
              stages {
                stage('prepare') { steps { %s } }
                stage('SDK') { steps { bootstrapSdk(version: '2.0') } }
              }
            }
            """
                .formatted(SDK.copy().strip()));
    assertEquals(
        List.of("SDK", "SDK stage 1: one", "SDK stage 2: two", "prepare"), stageNames(build));
  }

  @Test
  public void opensANodeForEachStageWhereALabelIsGiven() throws Exception {
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "labelled",
            "bootstrapSdk(version: '1', label: 'remote') { " + SDK.copy().strip() + " }");
    assertEquals(2, Jobs.stages(build).getStages().size());
  }

  @Test
  public void resumesTheNewestEarlierBuildOfTheSameVersion() throws Exception {
    String sdk = "bootstrapSdk(version: '1')";
    Jobs.fail(JENKINS, "resumed", onAgent(NOT_TWO + sdk), "script returned exit code 3");
    WorkflowRun second = Jobs.succeed(JENKINS, "resumed", onAgent(sdk));
    assertEquals(
        List.of(Map.entry(StageEntry.State.REUSED, 1), Map.entry(StageEntry.State.BUILT, 2)),
        states(second));
    assertEquals(List.of("SDK stage 1: one", "SDK stage 2: two"), stageNames(second));
    JENKINS.assertLogContains("of build #1", second);
    // What the failed build had beside the recipe is a change since.
    JENKINS.assertLogContains("base", second);
    WorkflowRun third = Jobs.succeed(JENKINS, "resumed", onAgent(sdk));
    assertEquals(
        List.of(Map.entry(StageEntry.State.REUSED, 1), Map.entry(StageEntry.State.REUSED, 2)),
        states(third));
    assertEquals(List.of(), artifacts(third));
    WorkflowRun fresh = Jobs.succeed(JENKINS, "resumed", onAgent("bootstrapSdk(version: '2')"));
    assertEquals(
        List.of(Map.entry(StageEntry.State.BUILT, 4), Map.entry(StageEntry.State.BUILT, 4)),
        states(fresh));
    WorkflowRun again =
        Jobs.succeed(JENKINS, "resumed", onAgent("bootstrapSdk(version: '2', rebuild: true)"));
    assertEquals(
        List.of(Map.entry(StageEntry.State.BUILT, 5), Map.entry(StageEntry.State.BUILT, 5)),
        states(again));
  }

  @Test
  public void removesTheRootOfAStageThatIsAborted() throws Exception {
    WorkflowRun build =
        Jobs.begin(
            JENKINS,
            "aborted",
            onAgent("sh 'echo \"sleep 100\" >> stages/two.sh'\nbootstrapSdk(version: '1')"),
            "stage 2 of small");
    Path roots =
        Path.of(agent.getRemoteFS()).resolve("workspace/aborted/sdk-bootstrap/small/amd64");
    assertTrue(Files.isDirectory(roots.resolve("stage2/etc")));
    build.getExecutor().interrupt();
    JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(build));
    JENKINS.assertLogNotContains("\tat ", build);
    assertFalse(Files.exists(roots.resolve("stage2")));
  }

  /** In the middle of it, and at its end, when the agent has the files already. */
  @Test
  public void leavesNoFilesOfAStageWhoseArchivingIsAborted() throws Exception {
    for (String line : List.of("[Pipeline] archiveStageRoot", "archive: ")) {
      WorkflowRun build =
          Jobs.begin(
              JENKINS,
              "stopped",
              onAgent(
                  "sh 'head -c 30000000 /dev/urandom > repos/base/large'\n"
                      + "sh 'echo \"cat /var/repos/base/large > \\\\$STAGE_ROOT/large\" >> stages/one.sh'\n"
                      + "bootstrapSdk(version: '1')"),
              line);
      build.doStop();
      JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(build));
      JENKINS.assertLogNotContains("File removed before we read it", build);
      JENKINS.assertLogNotContains("\tat ", build);
      Path workspaces = Path.of(agent.getRemoteFS()).resolve("workspace");
      for (int i = 0; !left(workspaces).isEmpty(); i++) {
        assertTrue(left(workspaces).toString(), i < 100);
        Thread.sleep(100);
      }
    }
  }

  private static List<Path> left(Path workspaces) throws Exception {
    List<Path> left = new ArrayList<>();
    for (String place : List.of("stopped@tmp", "stopped/sdk-bootstrap")) {
      if (Files.exists(workspaces.resolve(place))) {
        try (Stream<Path> files = Files.walk(workspaces.resolve(place))) {
          files.filter(Files::isRegularFile).forEach(left::add);
        }
      }
    }
    return left;
  }

  @Test
  public void refusesAParameterThatThereIsNot() throws Exception {
    WorkflowRun build =
        Jobs.fail(
            JENKINS,
            "parameter",
            onAgent("bootstrapSdk(version: '1', fromstage: 2)"),
            "ERROR: bootstrapSdk: no parameter 'fromstage'; there are arch,");
    JENKINS.assertLogNotContains("\tat ", build);
  }

  @Test
  public void replaysFromAStageOfABuild() throws Exception {
    Jobs.succeed(JENKINS, "replayed", onAgent("bootstrapSdk(version: '1')"));
    Jobs.succeed(JENKINS, "replayed", onAgent("bootstrapSdk(version: '1', rebuild: true)"));
    WorkflowRun replay =
        Jobs.succeed(JENKINS, "replayed", onAgent("bootstrapSdk(fromStage: 2, fromBuild: '1')"));
    assertEquals(
        List.of(Map.entry(StageEntry.State.REUSED, 1), Map.entry(StageEntry.State.BUILT, 3)),
        states(replay));
    assertEquals("1", Jobs.stages(replay).getStages().get(1).getVersion());
    Jobs.fail(
        JENKINS,
        "replayed",
        onAgent("bootstrapSdk(version: '9', fromStage: 2)"),
        "the bootstrap cannot be done");
  }

  @Test
  public void aTarballThatWentWithItsBuildEndsReuse() throws Exception {
    Jobs.fail(JENKINS, "deleted", onAgent(NOT_TWO + "bootstrapSdk(version: '1')"));
    Jobs.succeed(JENKINS, "deleted", onAgent("bootstrapSdk(version: '1')"));
    WorkflowJob job = JENKINS.jenkins.getItemByFullName("deleted", WorkflowJob.class);
    job.getBuildByNumber(1).delete();
    WorkflowRun build = Jobs.succeed(JENKINS, "deleted", onAgent("bootstrapSdk(version: '1')"));
    JENKINS.assertLogContains("stage 1 (one): run", build);
    assertEquals(
        List.of(Map.entry(StageEntry.State.BUILT, 3), Map.entry(StageEntry.State.BUILT, 3)),
        states(build));
    job.getBuildByNumber(3).deleteArtifacts();
    WorkflowRun after = Jobs.succeed(JENKINS, "deleted", onAgent("bootstrapSdk(version: '1')"));
    JENKINS.assertLogContains("build #3 has it, but stage1-amd64-1.intoto.json is gone", after);
  }

  @Test
  public void carriesASeedFromOneAgentToTheNext() throws Exception {
    DumbSlave first = JENKINS.createOnlineSlave(Label.get("pool"));
    String script = "bootstrapSdk(version: '1', label: 'pool') { " + SDK.copy() + "%s}";
    Jobs.fail(JENKINS, "travels", script.formatted(NOT_TWO));
    first.toComputer().disconnect(new OfflineCause.UserCause(null, "a test")).get();
    DumbSlave second = JENKINS.createOnlineSlave(Label.get("pool"));
    WorkflowRun build = Jobs.succeed(JENKINS, "travels", script.formatted(""));
    JENKINS.assertLogContains("fetch small/stage1-amd64-1.tar.zst", build);
    assertEquals(second.getNodeName(), Jobs.stages(build).getStages().get(1).getNode());
  }

  @Test
  public void bootstrapsTwoArchitecturesAtOnce() throws Exception {
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "parallel",
            "parallel(amd64: { "
                + onAgent("echo bootstrapSdk(arch: 'amd64').arch + ' is there'")
                + " }, x86: { "
                + onAgent("echo bootstrapSdk(arch: 'x86').arch + ' is there'")
                + " })");
    JENKINS.assertLogContains("amd64 is there", build);
    JENKINS.assertLogContains("x86 is there", build);
    List<StageEntry> stages = Jobs.stages(build).getStages();
    assertEquals(4, stages.size());
    // No version was given: one for the whole build.
    assertEquals(1, stages.stream().map(StageEntry::getVersion).distinct().count());
  }

  @Test
  public void takesThePreviousSdkAsTheSeed() throws Exception {
    Jobs.succeed(JENKINS, "next", onAgent("bootstrapSdk(version: '1')"));
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "next",
            onAgent(
                """
                bootstrapSdk(version: '2', seed: 'previous')
                def seed = unpackSeed(seed: 'previous', root: 'root')
                sh 'cat root/etc/made-by'
                """));
    JENKINS.assertLogContains("2 1", build);
    assertEquals(
        List.of(Map.entry(StageEntry.State.BUILT, 2), Map.entry(StageEntry.State.BUILT, 2)),
        states(build));
  }

  @Test
  public void saysEverythingThatIsWrongWithAnSdkYaml() throws Exception {
    Jobs.fail(
        JENKINS,
        "wrong",
        onAgent(
            """
            writeFile file: 'sdk.yaml', text: 'name: x\\nstagez: []\\n'
            bootstrapSdk(version: '1')
            """),
        "sdk.yaml:2",
        "stagez");
    Jobs.fail(JENKINS, "wrong", onAgent("bootstrapSdk(config: 'other.yaml')"), "other.yaml");
    Jobs.fail(JENKINS, "wrong", onAgent("bootstrapSdk(version: 'a b')"), "a b");
    Jobs.fail(JENKINS, "wrong", onAgent("bootstrapSdk(verzion: '1')"), "verzion");
  }

  @Test
  public void keepsWhatThePagesNeedInTheBuild() throws Exception {
    WorkflowRun build = Jobs.succeed(JENKINS, "kept", onAgent("bootstrapSdk(version: '1')"));
    build.reload();
    StageEntry stage = Jobs.stages(build).getStages().get(0);
    assertEquals("small", stage.getSdk());
    assertEquals(agent.getNodeName(), stage.getNode());
    FlowNode node = build.getExecution().getNode(stage.getFlowNode());
    assertNotNull(node);
    assertEquals("archiveStageRoot", node.getDisplayFunctionName());
  }
}
