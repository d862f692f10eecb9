package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertFalse;

import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What stages are noted for, and that none is ended whose build may still run. */
public class OrphanedStagesTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  private DumbSlave agent;
  private Path notes;

  @Before
  public void connect() throws Exception {
    agent = JENKINS.createOnlineSlave();
    notes = JENKINS.jenkins.getRootDir().toPath().resolve("sdk-bootstrap-stages-begun.txt");
  }

  @After
  public void forget() throws Exception {
    Files.deleteIfExists(notes);
  }

  private String script(String stage) {
    return "node('" + agent.getNodeName() + "') {\n" + SDK.run(stage) + "}";
  }

  @Test
  public void aStageRunsThoughItCannotBeNoted() throws Exception {
    Files.createDirectory(notes);
    Jobs.succeed(JENKINS, "noted", script("true"));
  }

  @Test
  public void aFileThatWasDamagedIsMadeAgain() throws Exception {
    Files.write(notes, new byte[] {(byte) 0xff, 'x', '\n', '#', '\n'});
    Jobs.succeed(JENKINS, "damaged", script("true"));
    awaitNoNotes();
  }

  /** Nobody asks it any more. */
  @Test
  public void anAgentThatWasRemovedIsForgotten() throws Exception {
    WorkflowRun build = Jobs.begin(JENKINS, "removed", script("echo begun; sleep 600"), "begun");
    Files.writeString(notes, Files.readString(notes).replace(agent.getNodeName(), "gone"));
    build.doKill();
    JENKINS.waitForCompletion(build);
    awaitNoNotes();
  }

  private void awaitNoNotes() throws Exception {
    for (int i = 0; Files.size(notes) > 0; i++) {
      assertFalse(Files.readString(notes), i > 300);
      Thread.sleep(100);
    }
  }

  @Test
  public void aStageOfABuildThatRunsGoesOnWhateverBecameOfItsJob() throws Exception {
    WorkflowRun build = Jobs.begin(JENKINS, "runs", script("echo begun; sleep 30"), "begun");
    reconnect();
    Files.delete(build.getParent().getRootDir().toPath().resolve("sdk-bootstrap-job-id"));
    build.getParent().renameTo("renamed");
    reconnect();
    JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(build));
  }

  private void reconnect() throws Exception {
    agent.toComputer().disconnect(new OfflineCause.UserCause(null, "test")).get();
    agent.toComputer().connect(true).get();
    JENKINS.waitOnline(agent);
  }
}
