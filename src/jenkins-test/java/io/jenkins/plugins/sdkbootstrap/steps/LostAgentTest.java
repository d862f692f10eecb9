package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.slaves.DumbSlave;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** An agent goes down in the middle of a step and comes back, and the build goes on. */
public class LostAgentTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  private DumbSlave agent;

  private WorkflowRun begin(String name, String steps, String tool) throws Exception {
    agent = JENKINS.createOnlineSlave();
    WorkflowRun build =
        Jobs.begin(
            JENKINS,
            name,
            "node('" + agent.getNodeName() + "') {\n" + SDK.copy() + steps + "\n}",
            "[Pipeline] " + name);
    for (int i = 0; tools(tool).isEmpty(); i++) {
      assertFalse("no " + tool + " runs: " + JenkinsRule.getLog(build), i > 300);
      Thread.sleep(100);
    }
    return build;
  }

  private static List<ProcessHandle> tools(String name) {
    Predicate<ProcessHandle> isTool =
        process -> process.info().command().filter(c -> c.endsWith("/" + name)).isPresent();
    return ProcessHandle.current().descendants().filter(isTool).toList();
  }

  private static Stream<ProcessHandle> agents() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive);
  }

  /** As a service manager stops a service: every process of it gets the signal. */
  private void terminate() throws Exception {
    List<ProcessHandle> agents = agents().toList();
    agents.stream().flatMap(ProcessHandle::descendants).forEach(ProcessHandle::destroy);
    agents.forEach(ProcessHandle::destroy);
    comeBack();
  }

  private void kill() throws Exception {
    agents().forEach(ProcessHandle::destroyForcibly);
    comeBack();
  }

  private void awaitOffline() throws Exception {
    for (int i = 0; agent.toComputer().isOnline(); i++) {
      assertFalse("the agent is still online", i > 300);
      Thread.sleep(100);
    }
  }

  private void comeBack() throws Exception {
    awaitOffline();
    Thread.sleep(3000);
    agent.toComputer().connect(true).get();
  }

  private static void end(WorkflowRun build) throws Exception {
    JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(build));
    JENKINS.assertLogContains("The connection to the agent is lost", build);
    JENKINS.assertLogContains("Starting again", build);
  }

  private static final String UNPACK =
      """
      sh 'head -c 60000000 /dev/urandom > filler'
      sh 'tar -c filler sdk.yaml | bzip2 -1 > slow.tar'
      unpackSeed(seed: 'slow.tar', root: 'root')
      sh 'test -s root/sdk.yaml; ls -A; test $(ls | grep -c root) = 1'
      """;

  @Test
  public void unpackSeedBeginsAgainAfterTheAgentWasStopped() throws Exception {
    WorkflowRun build = begin("unpackSeed", UNPACK, "tar");
    terminate();
    end(build);
  }

  @Test
  public void unpackSeedBeginsAgainAfterTheAgentWasKilled() throws Exception {
    WorkflowRun build = begin("unpackSeed", UNPACK, "tar");
    kill();
    end(build);
  }

  @Test
  public void archiveStageRootBeginsAgainAfterTheAgentWasStopped() throws Exception {
    WorkflowRun build =
        begin(
            "archiveStageRoot",
            """
            unpackSeed(seed: 'seed.tar', root: 'root')
            chrootStage(stage: 1, root: 'root', config: 'sdk.yaml', version: '1')
            sh 'head -c 100000000 /dev/urandom > root/tmp/stage1root/large'
            archiveStageRoot(stage: 1, root: 'root', version: '1', compression: 'bzip2')
            """,
            "tar");
    terminate();
    end(build);
    assertEquals(5, build.getArtifacts().size());
    Path artifacts = build.getRootDir().toPath().resolve("archive/small");
    try (Stream<Path> files = Files.list(artifacts)) {
      assertEquals(5, files.count());
    }
  }

  @Test
  public void aStageOfABuildThatWasAbortedMeanwhileEndsWhenTheAgentIsBack() throws Exception {
    agent = JENKINS.createOnlineSlave();
    Path root = Path.of(agent.getRemoteFS(), "workspace", "chrootStage", "root");
    WorkflowRun build =
        Jobs.begin(
            JENKINS,
            "chrootStage",
            "node('" + agent.getNodeName() + "') {\n" + SDK.run("echo begun; sleep 600") + "}",
            "begun");
    agents().forEach(ProcessHandle::destroyForcibly);
    awaitOffline();
    build.doKill();
    JENKINS.waitForCompletion(build);
    Thread.sleep(3000);
    StageProcesses.awaitSome(root);
    agent.toComputer().connect(true).get();
    StageProcesses.awaitNone(root);
    assertTrue(
        agent.toComputer().getLog().contains("Ended a stage whose build has ended without it"));
  }
}
