package io.jenkins.plugins.sdkbootstrap.steps;

import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/**
 * The hpi as it is packaged, in a Jenkins of its own that starts from its war, with an agent that
 * connects by WebSocket: classes are loaded as they are loaded in the field. The controller is
 * killed while a stage runs.
 */
public class RealJenkinsIT {

  @Rule public final SmallSdk sdk = new SmallSdk();
  @Rule public final InboundAgentRule agents = new InboundAgentRule();

  @Rule
  public final RealJenkinsRule jenkins =
      new RealJenkinsRule()
          .omitPlugins("sdk-bootstrap")
          .addPlugins("sdk-bootstrap.hpi")
          .javaOptions(
              "-Xmx768m",
              "-Djenkins.model.Jenkins.slaveAgentPort=-1",
              "-Djenkins.model.Jenkins.slaveAgentPortEnforce=true");

  /** Runs in Jenkins, where no field of this class is. */
  private static void begin(JenkinsRule r, String script) throws Exception {
    WorkflowRun build = Jobs.begin(r, "sdk", script, "stage 1 of small 1.0.0+1 for amd64");
    r.waitForMessage("minute 1", build);
  }

  private static void end(JenkinsRule r) throws Exception {
    WorkflowJob job = r.jenkins.getItemByFullName("sdk", WorkflowJob.class);
    WorkflowRun build = r.assertBuildStatusSuccess(r.waitForCompletion(job.getBuildByNumber(1)));
    for (String line :
        new String[] {
          "minute 1", "minute 8", "stage 2 of small 1.0.0+1", "made small/stage2-amd64"
        }) {
      r.assertLogContains(line, build);
    }
  }

  @Test
  public void bootstrapsThoughTheControllerIsKilledInTheMiddle() throws Throwable {
    String script =
        "node('remote') {\n"
            + sdk.copy()
            + """
              sh '''
              echo 'i=0; while [ $i -lt 8 ]; do i=$((i + 1)); echo "minute $i"; sleep 1; done' \
                >> stages/one.sh
              '''
              def made = bootstrapSdk(version: '1.0.0+1')
              echo "made ${made.tarball}"
              }
              """;
    jenkins.startJenkins();
    InboundAgentRule.Options agent =
        InboundAgentRule.Options.newBuilder().name("remote").webSocket().build();
    agents.createAgent(jenkins, agent);
    jenkins.runRemotely(RealJenkinsIT::begin, script);
    jenkins.stopJenkinsForcibly();
    jenkins.startJenkins();
    jenkins.runRemotely(RealJenkinsIT::end);
  }
}
