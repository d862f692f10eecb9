package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertTrue;

import hudson.model.Label;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What a script sees in {@code chrootStage}, what comes of it, and that a lost agent is no end. */
public class ChrootStageTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  private static DumbSlave agent;

  @BeforeClass
  public static void startAgent() throws Exception {
    agent = JENKINS.createOnlineSlave(Label.get("remote"));
  }

  private static String stage(String script, String steps) {
    return "node('remote') {\n"
        + SDK.copy()
        + ("writeFile file: 'stage.sh', text: '''" + script + "'''\n")
        + "unpackSeed(seed: 'seed.tar', root: 'root')\n"
        + (steps + "\n}");
  }

  @Test
  public void runsAScriptWithWhatItIsGivenAndNothingElse() throws Exception {
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "sees",
            stage(
                """
                echo "repository: $(cat /var/base/recipe) at $SDK_REPOS"
                echo kept > /var/kept/file
                echo "variables: $A, $B"
                echo "agent's: $SECRET$WORKSPACE$JENKINS_URL$BUILD_NUMBER."
                ls /tmp
                """,
                """
                sh 'mkdir kept'
                withEnv(['SECRET=hush']) {
                  chrootStage(stage: 1, root: 'root', script: 'stage.sh', env: ['A=1', 'B=two words'],
                    repos: ['base=repos/base:/var/base'], caches: ['kept=kept:/var/kept'])
                }
                sh 'cat kept/file'
                """));
    JENKINS.assertLogContains("repository: make it at /var/base", build);
    JENKINS.assertLogContains("variables: 1, two words", build);
    JENKINS.assertLogContains("agent's: .", build);
    JENKINS.assertLogContains("stage1root", build);
    JENKINS.assertLogContains("kept", build);
  }

  @Test
  public void failsWithTheScript() throws Exception {
    Jobs.fail(
        JENKINS,
        "fails",
        stage("exit 3", "chrootStage(stage: 1, root: 'root', script: 'stage.sh')"),
        "script returned exit code 3");
  }

  @Test
  public void returnsStatusOrOutputWhereItIsAskedFor() throws Exception {
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "returns",
            stage(
                "echo said; exit 3",
                """
                def status = chrootStage(
                  stage: 1, root: 'root', script: 'stage.sh', returnStatus: true)
                echo "status ${status}"
                writeFile file: 'stage.sh', text: 'echo said'
                def said = chrootStage(
                  stage: 1, root: 'root', script: 'stage.sh', returnStdout: true)
                echo "output <${said.trim()}>"
                """));
    JENKINS.assertLogContains("status 3", build);
    JENKINS.assertLogContains("output <said>", build);
  }

  @Test
  public void saysWhatIsMissing() throws Exception {
    Jobs.fail(
        JENKINS,
        "no-script",
        stage("true", "chrootStage(stage: 1, root: 'root', script: 'other.sh')"),
        "there is no script");
    Jobs.fail(
        JENKINS,
        "no-root",
        stage("true", "chrootStage(stage: 1, root: 'other', script: 'stage.sh')"),
        "there is no root");
    Jobs.fail(
        JENKINS,
        "no-stage",
        stage("true", "chrootStage(stage: 5, root: 'root', config: 'sdk.yaml', version: '1')"),
        "there is no stage 5");
    Jobs.fail(
        JENKINS,
        "neither",
        stage("true", "chrootStage(stage: 1, root: 'root')"),
        "chrootStage: give either config, an sdk.yaml, or script");
  }

  @Test
  public void goesOnWhenTheConnectionToTheAgentWasLost() throws Exception {
    WorkflowRun build =
        Jobs.begin(
            JENKINS,
            "lost",
            stage(
                "echo begun\nwhile [ ! -e /var/base/go ]; do sleep 1; done\necho gone on",
                "sh 'mkdir base'\n"
                    + "chrootStage(stage: 1, root: 'root', script: 'stage.sh',"
                    + " caches: ['base=base:/var/base'])"),
            "begun");
    agent.toComputer().disconnect(new OfflineCause.UserCause(null, "a test")).get();
    StageProcesses.awaitSome(root("lost"));
    agent.toComputer().setTemporaryOfflineCause(null);
    agent.toComputer().connect(true).get();
    assertTrue(workspace("lost").resolve("base/go").toFile().createNewFile());
    JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(build));
    JENKINS.assertLogContains("gone on", build);
  }

  private static Path workspace(String job) {
    return Path.of(agent.getRemoteFS(), "workspace", job);
  }

  private static Path root(String job) {
    return workspace(job).resolve("root");
  }
}
