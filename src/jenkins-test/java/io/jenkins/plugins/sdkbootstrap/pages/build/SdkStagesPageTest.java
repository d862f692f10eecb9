package io.jenkins.plugins.sdkbootstrap.pages.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import hudson.FilePath;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.build.RunningStage;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.steps.Jobs;
import io.jenkins.plugins.sdkbootstrap.steps.SmallSdk;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTable;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The pages about the stages of a build and the trends of a job, as a browser sees them. */
public class SdkStagesPageTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  @BeforeClass
  public static void startAgent() throws Exception {
    JENKINS.createOnlineSlave(Label.get("remote")).setNumExecutors(2);
  }

  @After
  public void withoutSecurity() throws Exception {
    System.clearProperty("hudson.security.ArtifactsPermission");
    JENKINS.waitUntilNoActivity();
    JENKINS.jenkins.disableSecurity();
  }

  private static String onAgent(String steps) {
    return "node('remote') {\n" + SDK.copy() + steps + "\n}";
  }

  /** Whoever is in a role of the tests about permissions. */
  private static void secure() {
    JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
    MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
    strategy.grant(Jenkins.READ).everywhere().to("nobody");
    strategy.grant(Jenkins.READ, Item.READ).everywhere().to("reader", "builder", "artifacts");
    strategy.grant(Item.BUILD).everywhere().to("builder");
    strategy.grant(Run.ARTIFACTS).everywhere().to("artifacts");
    JENKINS.jenkins.setAuthorizationStrategy(strategy);
  }

  private static List<String> texts(HtmlPage page, String selector) {
    return page.querySelectorAll(selector).stream()
        .map(node -> node.getTextContent().strip().replaceAll("\\s+", " "))
        .toList();
  }

  @Test
  public void leadFromTheBuildToItsStagesAndToANewBuild() throws Exception {
    WorkflowRun first = Jobs.succeed(JENKINS, "walk", onAgent("bootstrapSdk(version: '1+2')"));
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage build = client.getPage(first);
      assertTrue(
          build.asNormalizedText(),
          build
              .asNormalizedText()
              .contains("small 1+2 for amd64: 2 of 2 stages: 2 built, 0 reused; "));
      HtmlPage stages = build.getAnchorByHref("sdk-stages/").click();
      HtmlTable table = stages.querySelector("table.sdk-stages");
      assertEquals(3, table.getRowCount());
      assertEquals("1. one", table.getCellAt(1, 0).asNormalizedText());
      assertEquals("built", table.getCellAt(2, 1).asNormalizedText());
      String digest = Jobs.stages(first).getStages().get(1).getSha256();
      DomElement copy = (DomElement) stages.querySelectorAll("button.jenkins-copy-button").get(1);
      assertEquals(digest, copy.getAttribute("text"));
      DomNode picture = stages.querySelector("svg.sdk-chain--wide[role=img]");
      assertEquals(3, picture.querySelectorAll("rect").size());
      assertEquals(2, picture.querySelectorAll(".sdk-chain__arrow--sound").size());
      for (String id : ((DomElement) picture).getAttribute("aria-labelledby").split(" ")) {
        assertNotNull(id, stages.getElementById(id));
      }
      HtmlPage log = link(stages, "Log of stage 2").click();
      assertTrue(log.getUrl().toString(), log.getUrl().toString().contains("/execution/node/"));
      assertTrue(log.asNormalizedText().contains("stage 2 of small 1+2 for amd64"));
      assertFalse(log.asNormalizedText().contains("stage 1 of small"));
      Page record = link(stages, "Record of stage 1").click();
      assertTrue(record.getWebResponse().getContentAsString().contains("https://in-toto.io/"));
      // What the dialog of this link does on OK; HtmlUnit shows no dialogs.
      HtmlAnchor again = link(stages, "Bootstrap again from stage 2");
      assertEquals("true", again.getAttribute("data-post"));
      URL start = new URL(JENKINS.getURL(), again.getAttribute("data-url"));
      client.getPage(client.addCrumb(new WebRequest(start, HttpMethod.POST)));
    }
    JENKINS.waitUntilNoActivity();
    WorkflowRun second = first.getParent().getLastBuild();
    assertEquals(2, second.getNumber());
    JENKINS.assertBuildStatusSuccess(second);
    List<StageEntry> entries = Jobs.stages(second).getStages();
    assertEquals(StageEntry.State.REUSED, entries.get(0).getState());
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage stages = client.getPage(second, "sdk-stages");
      HtmlTable table = stages.querySelector("table.sdk-stages");
      assertEquals("reused\nfrom #1", table.getCellAt(1, 1).asNormalizedText());
      HtmlPage log = link(stages, "Log of stage 1").click();
      assertTrue(log.getUrl().toString(), log.getUrl().toString().contains("/1/execution/node/"));
      assertTrue(log.asNormalizedText().contains("stage 1 of small 1+2 for amd64"));
      HtmlPage job = client.getPage(second.getParent());
      assertEquals(2, job.querySelectorAll("svg.sdk-plot").size());
      HtmlPage trend = client.getPage(second.getParent(), "sdk-trend");
      assertEquals(2, trend.querySelectorAll(".sdk-figure--wide svg.sdk-plot").size());
      assertEquals(List.of("#2", "#1"), texts(trend, "table tbody td:first-of-type a"));
    }
  }

  private static HtmlAnchor link(HtmlPage page, String name) {
    return page.getAnchors().stream()
        .filter(anchor -> anchor.getTextContent().strip().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no link " + name));
  }

  @Test
  public void showWhatDiffersAndWhereABuildStopped() throws Exception {
    String notTwo = "sh 'touch repos/base/fail2'\n";
    WorkflowRun first = Jobs.fail(JENKINS, "stops", onAgent(notTwo + "bootstrapSdk(version: '1')"));
    // What the page shows comes from what is kept.
    first.reload();
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage page = client.getPage(first, "sdk-stages");
      assertEquals(List.of("built", "failed"), texts(page, ".sdk-state"));
      String agent = JENKINS.jenkins.getNodes().get(0).getNodeName();
      assertEquals(List.of(agent, agent), texts(page, "td[data-sdk-part$=agent]"));
      HtmlPage log = link(page, "Log of stage 2").click();
      assertTrue(log.asNormalizedText().contains("stage 2 of small 1 for amd64"));
      assertNotNull(link(page, "Bootstrap again from stage 2"));
    }
    WorkflowRun second =
        Jobs.succeed(
            JENKINS,
            "stops",
            onAgent("sh 'echo more > repos/base/new'\nbootstrapSdk(version: '1')"));
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage page = client.getPage(second, "sdk-stages");
      List<String> drift = texts(page, ".jenkins-alert-warning li");
      assertEquals(drift.toString(), 1, drift.size());
      assertTrue(drift.get(0), drift.get(0).startsWith("repo base: "));
    }
  }

  @Test
  public void showABuildThatRuns() throws Exception {
    WorkflowRun running =
        Jobs.begin(
            JENKINS,
            "running",
            onAgent("sh \"echo 'sleep 600' >> stages/two.sh\"\nbootstrapSdk(version: '1')"),
            "stage 2 of small 1 for amd64");
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage page = client.getPage(running, "sdk-stages");
      assertEquals(List.of("built", "running"), texts(page, ".sdk-state"));
      assertEquals(List.of("1. one", "2. two"), texts(page, "table tbody td:first-of-type"));
    } finally {
      running.doStop();
      JENKINS.waitForCompletion(running);
    }
  }

  /** The text of a cell, once it holds another: what the page's script has put there. */
  private static String changed(
      JenkinsRule.WebClient client, HtmlPage page, String part, String old)
      throws InterruptedException {
    String now = old;
    for (int seconds = 0; seconds < 60 && now.equals(old); seconds++) {
      client.waitForBackgroundJavaScript(1000);
      now = part(page, part);
    }
    return now;
  }

  private static String part(HtmlPage page, String name) {
    DomNode part = page.querySelector("[data-sdk-part='" + name + "']");
    return part.getVisibleText().replaceAll("\\s+", " ").strip();
  }

  @Test
  public void followABuildWithoutAReload() throws Exception {
    Jobs.succeed(JENKINS, "followed", onAgent("bootstrapSdk(version: '1')"));
    // The script of the second stage waits for a file in its repository.
    WorkflowRun running =
        Jobs.begin(
            JENKINS,
            "followed",
            onAgent(
                "sh \"echo 'while [ ! -e /var/repos/base/go ]; do sleep 1; done' >>"
                    + " stages/two.sh\"\n"
                    + "bootstrapSdk(version: '2')"),
            "stage 2 of small 2 for amd64");
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage page = client.getPage(running, "sdk-stages");
      String stage = "stage2-amd64-2~small";
      assertEquals("running script", part(page, stage + "-state"));
      String agent = JENKINS.jenkins.getLabel("remote").getNodes().iterator().next().getNodeName();
      assertEquals(agent, part(page, stage + "-agent"));
      String time = part(page, stage + "-time");
      assertTrue(time, time.contains("last time: "));
      JSONObject row =
          stage(client.getJSON(running.getUrl() + "sdk-stages/api/json").getJSONObject(), 1);
      assertEquals("running", row.getString("state"));
      assertEquals(agent, row.getString("agent"));
      assertTrue(row.getLong("started") >= running.getStartTimeInMillis());
      JSONObject now = row.getJSONObject("running");
      assertEquals("script", now.getString("action"));
      assertTrue(now.toString(), now.getLong("elapsedSeconds") >= 0);
      assertTrue(now.toString(), now.getLong("lastSeconds") >= 0);
      assertEquals("null", now.get("percent").toString());

      DomNode untouched = page.querySelector("[data-sdk-part='stage1-amd64-2~small-name']");
      String later = changed(client, page, stage + "-time", time);
      assertFalse("the time goes on: " + later, later.equals(time));
      try (RunningStage archiving =
              new RunningStage(running, agent, "root")
                  .begin(new BootstrapId("small", "amd64", new Version("2")).stage(2));
          OutputStream sent = archiving.fromAgent()) {
        sent.write("25 100 archive\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals(
            "running archive, 25%", changed(client, page, stage + "-state", "running script"));
      }
      assertSame(
          "what stays the same is not replaced",
          untouched,
          page.querySelector("[data-sdk-part='stage1-amd64-2~small-name']"));
      FilePath workspace = JENKINS.jenkins.getNode(agent).getWorkspaceFor(running.getParent());
      workspace.child("repos/base/go").touch(0);
      JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(running));
      for (int n = 0; n < 60 && !part(page, stage + "-state").equals("built"); n++) {
        client.waitForBackgroundJavaScript(1000);
      }
      assertEquals("built", part(page, stage + "-state"));
      for (int n = 0; n < 60 && page.querySelector("[data-sdk-part='running']") != null; n++) {
        client.waitForBackgroundJavaScript(1000);
      }
      assertNull("it says that the build runs", page.querySelector("[data-sdk-part='running']"));
      assertNotNull(link(page, "Record of stage 2"));
      DomElement live = page.querySelector(".sdk-live");
      assertEquals("it fetches no more", "false", live.getAttribute("data-running"));
    } finally {
      if (running.isBuilding()) {
        running.doStop();
        JENKINS.waitForCompletion(running);
      }
    }
  }

  @Test
  public void updateOnlyForThoseWhoMaySeeTheBuild() throws Exception {
    WorkflowRun build = Jobs.succeed(JENKINS, "private", onAgent("bootstrapSdk(version: '1')"));
    secure();
    assertEquals(404, status("nobody", HttpMethod.GET, build.getUrl() + "sdk-stages/live"));
    assertEquals(200, status("reader", HttpMethod.GET, build.getUrl() + "sdk-stages/live"));
  }

  @Test
  public void keepTwoArchitecturesApart() throws Exception {
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "two",
            "parallel(amd64: { "
                + onAgent("bootstrapSdk(arch: 'amd64', version: '1')")
                + " }, x86: { "
                + onAgent("bootstrapSdk(arch: 'x86', version: '1')")
                + " })");
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage page = client.getPage(build, "sdk-stages");
      assertEquals(2, page.querySelectorAll("table.sdk-stages").size());
      assertEquals(
          List.of("small 1 for amd64", "small 1 for x86"),
          texts(page, "h2.jenkins-section__title").stream().sorted().toList());
      HtmlPage log = client.getPage(build, "sdk-stages/log/stage2-x86-1~small/");
      assertTrue(log.asNormalizedText().contains("stage 2 of small 1 for x86"));
    }
  }

  @Test
  public void takeNamesForTextAndNothingElse() throws Exception {
    String odd = "<script>document.title=1</script>";
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "odd",
            onAgent(
                "sh '''sed -i \"s|name: one|name: \\\\\""
                    + odd
                    + "\\\\\"|\" sdk.yaml'''\n"
                    + "bootstrapSdk(version: '1')"));
    assertEquals(odd, Jobs.stages(build).getStages().get(0).getName());
    Jobs.succeed(
        JENKINS,
        "odd",
        onAgent(
            "sh '''sed -i \"s|name: one|name: \\\\\""
                + odd
                + "\\\\\"|\" sdk.yaml'''\n"
                + "bootstrapSdk(version: '2')"));
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      for (HtmlPage page :
          List.of(
              (HtmlPage) client.getPage(build, "sdk-stages"),
              (HtmlPage) client.getPage(build.getParent()),
              (HtmlPage) client.getPage(build.getParent(), "sdk-trend"))) {
        assertTrue(page.getTitleText(), page.getTitleText().contains("odd"));
        String html = page.getWebResponse().getContentAsString();
        assertFalse(html.contains(odd));
        assertTrue(page.getUrl().toString(), html.contains("&lt;script>document.title=1"));
      }
    }
  }

  @Test
  public void offerNothingToWhoeverMayNotBuild() throws Exception {
    WorkflowRun build = Jobs.succeed(JENKINS, "guarded", onAgent("bootstrapSdk(version: '1')"));
    secure();
    String page = build.getUrl() + "sdk-stages/";
    String again = build.getUrl() + "bootstrap-again/start?sdk=small&arch=amd64&version=1&stage=2";
    assertEquals(404, status("nobody", HttpMethod.GET, page));
    assertEquals(404, status("nobody", HttpMethod.GET, page + "api/json"));
    assertEquals(404, status("nobody", HttpMethod.GET, build.getParent().getUrl() + "sdk-trend/"));
    assertEquals(200, status("reader", HttpMethod.GET, page));
    assertEquals(403, status("reader", HttpMethod.POST, again));
    assertEquals(404, status("builder", HttpMethod.GET, again));
    try (JenkinsRule.WebClient client = JENKINS.createWebClient().login("reader")) {
      HtmlPage read = client.getPage(build, "sdk-stages");
      assertEquals(0, read.querySelectorAll("a.confirmation-link").size());
      client.login("builder");
      HtmlPage may = client.getPage(build, "sdk-stages");
      assertEquals(2, may.querySelectorAll("a.confirmation-link").size());
    }
    assertEquals(1, build.getParent().getLastBuild().getNumber());
  }

  @Test
  public void linkToArtifactsForThoseWhoMayReadThem() throws Exception {
    WorkflowRun build = Jobs.succeed(JENKINS, "files", onAgent("bootstrapSdk(version: '1')"));
    secure();
    System.setProperty("hudson.security.ArtifactsPermission", "true");
    Run.ARTIFACTS.setEnabled(true);
    try (JenkinsRule.WebClient client = JENKINS.createWebClient().login("reader")) {
      HtmlPage page = client.getPage(build, "sdk-stages");
      String html = page.getWebResponse().getContentAsString();
      assertFalse(html.contains("/artifact/stage"));
      assertTrue(page.asNormalizedText().contains("ratio "));
      JSONObject json = client.getJSON(build.getUrl() + "sdk-stages/api/json").getJSONObject();
      JSONObject stage = stage(json, 0);
      assertFalse(stage.getBoolean("tarballThere"));
      assertEquals("null", stage.get("recordUrl").toString());
      client.login("artifacts");
      page = client.getPage(build, "sdk-stages");
      assertTrue(
          page.getWebResponse().getContentAsString().contains("/artifact/small/stage1-amd64-1."));
    } finally {
      Run.ARTIFACTS.setEnabled(false);
    }
  }

  private static JSONObject stage(JSONObject json, int index) {
    JSONArray bootstraps = json.getJSONArray("bootstraps");
    return bootstraps.getJSONObject(0).getJSONArray("stages").getJSONObject(index);
  }

  @Test
  public void tellTheSameToPrograms() throws Exception {
    WorkflowRun build = Jobs.succeed(JENKINS, "api", onAgent("bootstrapSdk(version: '1')"));
    StageEntry entry = Jobs.stages(build).getStages().get(1);
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      JSONObject json = client.getJSON(build.getUrl() + "sdk-stages/api/json").getJSONObject();
      JSONObject sdk = json.getJSONArray("bootstraps").getJSONObject(0);
      assertEquals("small", sdk.getString("sdk"));
      assertTrue(sdk.getBoolean("complete"));
      assertTrue(sdk.getJSONObject("chain").getBoolean("whole"));
      JSONObject stage = stage(json, 1);
      assertEquals("built", stage.getString("state"));
      assertEquals(entry.getSha256(), stage.getString("digest"));
      assertEquals(entry.getSize(), stage.getLong("size"));
      assertEquals("stage2-amd64-1~small", stage.getString("id"));
      JSONObject trend =
          client.getJSON(build.getParent().getUrl() + "sdk-trend/api/json").getJSONObject();
      JSONObject point =
          trend
              .getJSONArray("trends")
              .getJSONObject(0)
              .getJSONArray("stages")
              .getJSONObject(1)
              .getJSONArray("points")
              .getJSONObject(0);
      assertEquals(entry.getSize(), point.getLong("size"));
      String xml =
          client
              .goToXml(build.getUrl() + "sdk-stages/api/xml")
              .getWebResponse()
              .getContentAsString();
      assertTrue(xml, xml.contains("<digest>" + entry.getSha256() + "</digest>"));
    }
  }

  private static int status(String user, HttpMethod method, String url) throws Exception {
    try (JenkinsRule.WebClient client = JENKINS.createWebClient().login(user)) {
      client.getOptions().setThrowExceptionOnFailingStatusCode(false);
      // What a script fetches is not a whole page.
      client.getOptions().setJavaScriptEnabled(false);
      WebRequest request = new WebRequest(new URL(JENKINS.getURL(), url), method);
      return client.getPage(client.addCrumb(request)).getWebResponse().getStatusCode();
    }
  }
}
