package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import hudson.slaves.DumbSlave;
import hudson.util.Secret;
import io.jenkins.plugins.sdkbootstrap.build.FailedStage;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.FailingHttpStatusCodeException;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.graph.BlockEndNode;
import org.jenkinsci.plugins.workflow.graph.FlowGraphWalker;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What Jenkins keeps and shows of a stage that failed. */
public class FailedStageTest {

  @ClassRule public static final BuildWatcher WATCHER = new BuildWatcher();
  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  /** As Portage ends, with a secret in its log. */
  private static final String FAIL =
      """
      mkdir /tmp/zlib
      { echo "configured with open-sesame for zlib"; echo done; } >/tmp/zlib/config.log
      echo "token open-sesame"
      echo " * ERROR: sys-libs/zlib-1.3::gentoo failed (compile phase):"
      echo " *   emake failed"
      exit 3
      """;

  private static final String ID = "stage2-amd64-1~small";

  private static DumbSlave agent;

  @BeforeClass
  public static void startAgent() throws Exception {
    agent = JENKINS.createOnlineSlave(Label.get("remote"));
    CredentialsProvider.lookupStores(JENKINS.jenkins)
        .iterator()
        .next()
        .addCredentials(
            Domain.global(),
            new StringCredentialsImpl(
                CredentialsScope.GLOBAL, "token", "", Secret.fromString("open-sesame")));
  }

  @After
  public void withoutSecurity() {
    System.clearProperty("hudson.security.ArtifactsPermission");
    JENKINS.jenkins.disableSecurity();
  }

  private static String script(String end, String arguments) {
    String base64 = Base64.getEncoder().encodeToString(end.getBytes(StandardCharsets.UTF_8));
    return """
        node('remote') {
          %s
          sh 'echo "logs: [/tmp/**/config.log]" >> sdk.yaml'
          sh 'echo %s | base64 -d >> stages/two.sh'
          withCredentials([string(credentialsId: 'token', variable: 'TOKEN')]) {
            bootstrapSdk(version: '1'%s)
          }
        }
        """
        .formatted(SDK.copy(), base64, arguments);
  }

  @Test
  public void showsWhyAStageFailedItsLogsAndTheWayIntoItsRoot() throws Exception {
    WorkflowRun build =
        Jobs.fail(
            JENKINS,
            "fails",
            script(FAIL, ", keep: 'failed'"),
            "script returned exit code 3",
            "logs: 1 file\n",
            "the root is kept as ");
    build.reload();
    FailedStage failed = Jobs.stages(build).getFailed().get(0);
    assertEquals("sys-libs/zlib-1.3 (compile)", failed.getFailedPackage().get());
    assertEquals(
        List.of(
            "token ****",
            " * ERROR: sys-libs/zlib-1.3::gentoo failed (compile phase):",
            " *   emake failed"),
        failed.getLines().stream().skip(failed.getLines().size() - 3).toList());
    Path root = Path.of(failed.getRoot().get());
    assertEquals(
        Path.of(agent.getRemoteFS()).resolve("sdk-bootstrap-kept/small/failed-stage2-amd64-1"),
        root);
    assertTrue(Files.exists(root.resolve("tmp/zlib/config.log")));
    assertFalse(
        Files.exists(
            Path.of(agent.getRemoteFS())
                .resolve("workspace/fails/sdk-bootstrap/small/amd64/stage2")));
    StageEntry logs = Jobs.stages(build).getLogs().get(0);
    assertEquals("small/stage2-amd64-1.logs.tar.zst", logs.getTarball());
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      for (HtmlPage page :
          List.of(
              (HtmlPage) client.getPage(build), (HtmlPage) client.getPage(build, "sdk-stages"))) {
        String text = page.asNormalizedText();
        assertTrue(
            text,
            text.contains(
                "stage 2 (two) failed: script returned exit code 3: Portage could not build"
                    + " sys-libs/zlib-1.3 (compile)"));
        assertTrue(text, text.contains("*   emake failed"));
        assertTrue(text, text.contains("token ****"));
        assertTrue(text, text.contains("bootstrap-sdk shell " + quoted(root) + " --config "));
        assertTrue(text, text.contains("as failed-stage2-amd64-1"));
      }
      HtmlPage page = client.getPage(build, "sdk-stages");
      HtmlPage inside = link(page, "Collected logs of stage 2").click();
      assertTrue(
          inside.asNormalizedText(), inside.asNormalizedText().contains("Logs of stage 2: two"));
      assertTrue(
          inside.getAnchors().stream().noneMatch(a -> a.getHrefAttribute().contains("/diff")));
      HtmlPage search = client.getPage(build, "sdk-stages/logs/" + ID + "/search/?name=config.log");
      HtmlPage file = link(search, "tmp/zlib/config.log").click();
      String shown = file.asNormalizedText();
      assertTrue(shown, shown.contains("configured with **** for zlib"));
      assertTrue(shown, shown.contains("done"));
      JSONObject json =
          JENKINS
              .getJSON(build.getUrl() + "sdk-stages/api/json?depth=3")
              .getJSONObject()
              .getJSONArray("bootstraps")
              .getJSONObject(0)
              .getJSONArray("stages")
              .getJSONObject(1);
      assertEquals(
          "sys-libs/zlib-1.3 (compile)", json.getJSONObject("failure").getString("failedPackage"));
      assertEquals(root.toString(), json.getJSONObject("failure").getString("keptRoot"));
    }
    assertRed(build);
    assertNoSecret(build);
  }

  /** The stage is red, and it is so by the step that ran the script. */
  private static void assertRed(WorkflowRun build) {
    List<FlowNode> nodes =
        StreamSupport.stream(new FlowGraphWalker(build.getExecution()).spliterator(), false)
            .toList();
    assertEquals(
        1,
        nodes.stream()
            .filter(n -> n.getDisplayFunctionName().equals("chrootStage"))
            .filter(n -> n.getError() != null)
            .count());
    for (FlowNode node : nodes) {
      String function = node.getDisplayFunctionName();
      boolean failed = node.getError() != null;
      if (function.equals("sdkBootstrapFailed") || function.equals("unpackSeed")) {
        assertNull(function, node.getError());
      }
      if (node instanceof BlockEndNode<?> end
          && end.getStartNode().getPersistentAction(LabelAction.class) != null
          && end.getStartNode().getDisplayName().startsWith("SDK stage")) {
        boolean second = end.getStartNode().getDisplayName().equals("SDK stage 2: two");
        assertEquals(end.getStartNode().getDisplayName(), second, failed);
        if (second) {
          FlowNode origin = ErrorAction.findOrigin(end.getError().getError(), build.getExecution());
          assertNotNull(origin);
          assertEquals("chrootStage", origin.getDisplayFunctionName());
        }
      }
    }
  }

  /** The test's own folder has a blank in its name. */
  private static String quoted(Path path) {
    return path.toString().indexOf(' ') < 0 ? path.toString() : "'" + path + "'";
  }

  private static void assertNoSecret(WorkflowRun build) throws Exception {
    try (var files = Files.walk(build.getRootDir().toPath())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(
            file.toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1).contains("open-sesame"));
      }
    }
  }

  private static HtmlAnchor link(HtmlPage page, String name) {
    return page.getAnchors().stream()
        .filter(anchor -> anchor.getTextContent().strip().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no link " + name + "\n" + page.asNormalizedText()));
  }

  @Test
  public void logsAreForWhoeverMayReadTheArtifacts() throws Exception {
    WorkflowRun build = Jobs.fail(JENKINS, "permission", script(FAIL, ""));
    System.setProperty("hudson.security.ArtifactsPermission", "true");
    JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
    MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
    strategy.grant(Jenkins.READ, Item.READ).everywhere().to("reader", "artifacts");
    strategy.grant(Run.ARTIFACTS).everywhere().to("artifacts");
    JENKINS.jenkins.setAuthorizationStrategy(strategy);
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      client.login("artifacts");
      assertNotNull(link(client.getPage(build, "sdk-stages"), "Collected logs of stage 2"));
      client.getPage(build, "sdk-stages/logs/" + ID + "/");
    }
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      client.login("reader");
      HtmlPage page = client.getPage(build, "sdk-stages");
      assertTrue(page.asNormalizedText().contains("emake failed"));
      assertTrue(
          page.getAnchors().stream().noneMatch(a -> a.getHrefAttribute().contains("/logs/")));
      FailingHttpStatusCodeException e =
          assertThrows(
              FailingHttpStatusCodeException.class,
              () -> client.getPage(build, "sdk-stages/logs/" + ID + "/"));
      assertEquals(403, e.getStatusCode());
    }
  }

  @Test
  public void collectsTheLogsOfAStageThatIsAborted() throws Exception {
    WorkflowRun build =
        Jobs.begin(
            JENKINS,
            "aborted-logs",
            script("mkdir /tmp/x; echo so far >/tmp/x/config.log; echo waits now; sleep 100\n", ""),
            "waits now");
    build.getExecutor().interrupt();
    JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(build));
    assertEquals(1, Jobs.stages(build).getLogs().size());
    FailedStage failed = Jobs.stages(build).getFailed().get(0);
    assertTrue(
        failed.getMessage(), failed.getMessage().startsWith("stage 2 (two) was interrupted"));
    assertTrue(failed.getRoot().isEmpty());
    JENKINS.assertLogNotContains("\tat ", build);
  }
}
