package io.jenkins.plugins.sdkbootstrap.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import io.jenkins.plugins.sdkbootstrap.steps.Jobs;
import io.jenkins.plugins.sdkbootstrap.steps.SmallSdk;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The page of a build that bootstraps again, who may use it, and how long tarballs are kept. */
public class BootstrapAgainTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  @BeforeClass
  public static void startAgent() throws Exception {
    JENKINS.createOnlineSlave(Label.get("remote"));
  }

  private static String onAgent(String steps) {
    return "node('remote') {\n" + SDK.copy() + steps + "\n}";
  }

  @Test
  public void startsABuildWithTheSameParametersThatTakesStagesOfThisOne() throws Exception {
    WorkflowJob job =
        Jobs.job(
            JENKINS, "again", onAgent("echo \"parameter ${WORD}\"\nbootstrapSdk(version: '1')"));
    job.addProperty(
        new ParametersDefinitionProperty(new StringParameterDefinition("WORD", "first")));
    WorkflowRun first = JENKINS.buildAndAssertSuccess(job);
    job.removeProperty(ParametersDefinitionProperty.class);
    job.addProperty(
        new ParametersDefinitionProperty(new StringParameterDefinition("WORD", "second")));
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage page = client.getPage(first, "bootstrap-again");
      HtmlForm form = page.getFormByName("bootstrapAgain");
      form.getSelectByName("stage").setSelectedAttribute("2", true);
      JENKINS.submit(form);
    }
    JENKINS.waitUntilNoActivity();
    WorkflowRun second = job.getBuildByNumber(2);
    JENKINS.assertBuildStatusSuccess(second);
    JENKINS.assertLogContains("parameter first", second);
    assertTrue(
        second.getCauses().stream()
            .map(Cause::getShortDescription)
            .anyMatch("Bootstraps again from stage 2 of build #1"::equals));
    List<StageEntry> stages = Jobs.stages(second).getStages();
    assertEquals(StageEntry.State.REUSED, stages.get(0).getState());
    assertEquals(1, stages.get(0).getBuild());
    assertEquals(StageEntry.State.BUILT, stages.get(1).getState());
    // The request is kept with the build, and what the page shows comes from what is kept.
    second.reload();
    assertEquals(2, second.getAction(ReplayRequest.class).getFromStage());
  }

  @Test
  public void wantsAPostWithACrumbFromSomeoneWhoMayBuild() throws Exception {
    WorkflowRun build = Jobs.succeed(JENKINS, "guarded", onAgent("bootstrapSdk(version: '1')"));
    String url = build.getUrl() + "bootstrap-again/start?sdk=small&arch=amd64&version=1&stage=";
    JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
    MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
    strategy.grant(Jenkins.READ, Item.READ).everywhere().to("reader", "builder");
    strategy.grant(Item.BUILD).everywhere().to("builder");
    JENKINS.jenkins.setAuthorizationStrategy(strategy);
    try {
      assertEquals(404, status("builder", HttpMethod.GET, url + 2, true));
      assertEquals(403, status("builder", HttpMethod.POST, url + 2, false));
      assertEquals(403, status("reader", HttpMethod.POST, url + 2, true));
      assertEquals(400, status("builder", HttpMethod.POST, url + 5, true));
      JENKINS.waitUntilNoActivity();
      assertEquals(1, build.getParent().getLastBuild().getNumber());
      assertEquals(200, status("builder", HttpMethod.POST, url + 2, true));
      try (JenkinsRule.WebClient client = JENKINS.createWebClient().login("reader")) {
        String page = client.getPage(build, "bootstrap-again").asNormalizedText();
        assertTrue(page, page.contains("You may not build this job"));
      }
    } finally {
      JENKINS.waitUntilNoActivity();
      JENKINS.jenkins.disableSecurity();
    }
    assertEquals(2, build.getParent().getLastBuild().getNumber());
  }

  private static int status(String user, HttpMethod method, String url, boolean crumb)
      throws Exception {
    try (JenkinsRule.WebClient client = JENKINS.createWebClient().login(user)) {
      client.getOptions().setThrowExceptionOnFailingStatusCode(false);
      WebRequest request = new WebRequest(new URL(JENKINS.getURL(), url), method);
      return (crumb ? client.getPage(client.addCrumb(request)) : client.getPage(request))
          .getWebResponse()
          .getStatusCode();
    }
  }

  @Test
  public void removesStageTarballsOfOlderBuildsAndLaterTheirSdks() throws Exception {
    WorkflowJob job =
        Jobs.job(JENKINS, "retention", onAgent("bootstrapSdk(version: env.BUILD_NUMBER)"));
    job.addProperty(new RetentionProperty(1, 2));
    job = JENKINS.configRoundtrip(job);
    RetentionProperty property = job.getProperty(RetentionProperty.class);
    assertEquals(1, property.getStages());
    assertEquals(2, property.getSdks());
    for (int i = 1; i <= 3; i++) {
      JENKINS.buildAndAssertSuccess(job);
    }
    JENKINS.waitUntilNoActivity();
    assertEquals(List.of(), tarballs(job.getBuildByNumber(1)));
    assertEquals(
        List.of("small", "stage2"),
        tarballs(job.getBuildByNumber(2)).stream().map(name -> name.split("-")[0]).toList());
    assertEquals(3, tarballs(job.getBuildByNumber(3)).size());
    assertFalse(job.getBuildByNumber(1).getArtifacts().isEmpty());
    assertNull(job.getBuildByNumber(4));
  }

  private static List<String> tarballs(Run<?, ?> build) {
    return build.getArtifacts().stream()
        .map(Run.Artifact::getFileName)
        .filter(name -> name.endsWith(".tar.zst"))
        .sorted()
        .toList();
  }
}
