package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** The controller is restarted in the middle of each of the steps, and the build goes on. */
public class RestartTest {

  @Rule public final JenkinsSessionRule sessions = new JenkinsSessionRule();
  @Rule public final SmallSdk sdk = new SmallSdk();

  private static final int LINES = 12;

  private Path workspace;

  private String onAgent(String steps) {
    return "node('remote') {\n" + sdk.copy() + steps + "\n}";
  }

  private void begin(JenkinsRule r, String script, String line) throws Exception {
    String folder = r.createOnlineSlave(Label.get("remote")).getRemoteFS();
    workspace = Path.of(folder, "workspace", "restarted");
    Jobs.begin(r, "restarted", script, line);
  }

  private static WorkflowRun end(JenkinsRule r) throws Exception {
    WorkflowJob job = r.jenkins.getItemByFullName("restarted", WorkflowJob.class);
    WorkflowRun build = r.waitForCompletion(job.getBuildByNumber(1));
    return r.assertBuildStatusSuccess(build);
  }

  @Test
  public void chrootStageGoesOnAndTheLogIsWhole() throws Throwable {
    String script =
        "i=0\nwhile [ $i -lt " + LINES + " ]; do\ni=$((i + 1))\necho \"line $i.\"\nsleep 1\ndone";
    sessions.then(
        r -> begin(r, "node('remote') {\n" + sdk.run(script) + "echo 'after it'\n}", "line 2."));
    sessions.then(
        r -> {
          WorkflowRun build = end(r);
          List<String> lines =
              build.getLog(10_000).stream().filter(line -> line.startsWith("line ")).toList();
          assertEquals(
              IntStream.rangeClosed(1, LINES).mapToObj(i -> "line " + i + ".").toList(), lines);
          r.assertLogContains("after it", build);
        });
    StageProcesses.awaitNone(workspace.resolve("root"));
  }

  @Test
  public void aStageEndsWhereItsPipelineCannotBeLoadedAgain() throws Throwable {
    sessions.then(
        r -> begin(r, "node('remote') {\n" + sdk.run("echo begun; sleep 600") + "}", "begun"));
    StageProcesses.awaitSome(workspace.resolve("root"));
    // As after a controller was killed that saves Pipelines only when it stops.
    Files.delete(sessions.getHome().toPath().resolve("jobs/restarted/builds/1/program.dat"));
    sessions.then(
        r -> {
          WorkflowJob job = r.jenkins.getItemByFullName("restarted", WorkflowJob.class);
          r.assertBuildStatus(Result.FAILURE, r.waitForCompletion(job.getBuildByNumber(1)));
          StageProcesses.awaitNone(workspace.resolve("root"));
        });
  }

  @Test
  public void unpackSeedBeginsAgainWithTheSameResult() throws Throwable {
    sessions.then(
        r ->
            begin(
                r,
                onAgent(
                    """
                    // Takes bzip2 longer than the controller runs.
                    sh 'head -c 200000000 /dev/urandom > filler'
                    sh 'tar -c filler | $(command -v lbzip2 || echo bzip2) -1 > slow.tar'
                    def seed = unpackSeed(seed: 'slow.tar', root: 'root')
                    sh 'test -x root/bin/sh'
                    echo "entries ${seed.entries > 10}"
                    """),
                "unpackSeed"));
    Files.delete(workspace.resolve("slow.tar"));
    Files.copy(sdk.seed(), workspace.resolve("slow.tar"));
    sessions.then(
        r -> {
          WorkflowRun build = end(r);
          r.assertLogContains("Starting again", build);
          r.assertLogContains("entries true", build);
        });
  }

  @Test
  public void aBuildThatWaitsForAnotherOneGoesOnWaiting() throws Throwable {
    String wait =
        "sh \"sed -i '/^echo/a until [ -e /var/repos/base/go ]; do sleep 0.1; done'"
            + " stages/one.sh\"\n";
    sessions.then(
        r -> {
          r.createOnlineSlave(Label.get("other"));
          begin(
              r,
              "bootstrapSdk(version: '1', label: 'remote') { " + sdk.copy() + wait + "}",
              "stage 1 of small");
          Jobs.begin(
              r,
              "restarted",
              "bootstrapSdk(version: '1', label: 'other') { " + sdk.copy() + "}",
              "Waiting for restarted #1");
        });
    sessions.then(
        r -> {
          WorkflowJob job = r.jenkins.getItemByFullName("restarted", WorkflowJob.class);
          WorkflowRun second = job.getBuildByNumber(2);
          r.waitForMessage("Ready to run", second);
          Thread.sleep(8000); // it looks every 3 seconds
          r.assertLogNotContains("stage 1 (one)", second);
          Files.createFile(workspace.resolve("repos/base/go"));
          end(r);
          r.assertBuildStatusSuccess(r.waitForCompletion(second));
          assertTrue(
              Jobs.stages(second).getStages().stream()
                  .allMatch(stage -> stage.getState() == StageEntry.State.REUSED));
        });
  }

  @Test
  public void archiveStageRootBeginsAgainWithTheSameResult() throws Throwable {
    Path[] large = new Path[1];
    sessions.then(
        r -> {
          begin(
              r,
              onAgent(
                  """
                  unpackSeed(seed: 'seed.tar', root: 'root')
                  chrootStage(stage: 1, root: 'root', config: 'sdk.yaml', version: '1')
                  // Takes xz longer than the controller runs.
                  sh 'head -c 200000000 /dev/urandom > root/tmp/stage1root/large'
                  archiveStageRoot(stage: 1, root: 'root', version: '1', compression: 'xz')
                  """),
              "archiveStageRoot");
          large[0] = workspace.resolve("root/tmp/stage1root/large");
        });
    Files.delete(large[0]);
    sessions.then(
        r -> {
          WorkflowRun build = end(r);
          r.assertLogContains("Starting again", build);
          assertEquals(5, build.getArtifacts().size());
          assertEquals(1, Jobs.stages(build).getStages().size());
        });
  }
}
