package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.model.Label;
import io.jenkins.plugins.sdkbootstrap.steps.Jobs;
import io.jenkins.plugins.sdkbootstrap.steps.SmallSdk;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** Two builds of one bootstrap, whose stage 2 differs, and what tests read of their pages. */
record TwoStages(WorkflowRun first, WorkflowRun second) {

  /** The page of that stage, below a build's. */
  static final String STAGE2 = "sdk-stages/stage/stage2-amd64-1/";

  /** Builds twice; what the script of stage 2 does beside its own. */
  static TwoStages build(JenkinsRule jenkins, SmallSdk sdk, String first, String second)
      throws Exception {
    jenkins.createOnlineSlave(Label.get("remote"));
    return new TwoStages(
        succeed(jenkins, sdk, first, ""), succeed(jenkins, sdk, second, "rebuild: true, "));
  }

  static WorkflowRun succeed(JenkinsRule jenkins, SmallSdk sdk, String more, String options)
      throws Exception {
    String script = Base64.getEncoder().encodeToString(more.getBytes(StandardCharsets.UTF_8));
    return Jobs.succeed(
        jenkins,
        "sdk",
        "node('remote') {\n"
            + sdk.copy()
            + "sh 'echo "
            + script
            + " | base64 -d >> stages/two.sh'\n"
            + "bootstrapSdk("
            + options
            + "version: '1')\n}");
  }

  /** What the elements say, without line breaks. */
  static List<String> texts(HtmlPage page, String selector) {
    return page.querySelectorAll(selector).stream()
        .map(node -> node.getTextContent().strip().replaceAll("\\s+", " "))
        .toList();
  }

  /** Ends what a test has set up of permissions. */
  static void withoutSecurity(JenkinsRule jenkins) {
    System.clearProperty("hudson.security.ArtifactsPermission");
    jenkins.jenkins.disableSecurity();
  }
}
