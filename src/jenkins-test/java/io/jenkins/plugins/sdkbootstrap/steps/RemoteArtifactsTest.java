package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.ProxyConfiguration;
import hudson.model.Label;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.http.ProxyServer;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** Artifacts that are not on the controller. */
public class RemoteArtifactsTest {

  @ClassRule public static final BuildWatcher WATCHER = new BuildWatcher();
  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();
  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  @BeforeClass
  public static void serve() throws Exception {
    RemoteArtifacts.serve(FOLDER.getRoot().toPath());
    JENKINS.createOnlineSlave(Label.get("one"));
    JENKINS.createOnlineSlave(Label.get("two"));
  }

  @AfterClass
  public static void stop() {
    RemoteArtifacts.stop();
  }

  private static String on(String label, String steps) {
    return "node('" + label + "') {\n" + SDK.copy() + steps + "\n}";
  }

  @Before
  public void forgetRequests() {
    RemoteArtifacts.REQUESTS.clear();
    RemoteArtifacts.OPENED.clear();
  }

  /** A build whose second agent has to fetch the stage that the first one has made. */
  private static WorkflowRun resumedByTheOtherAgent(String job) throws Exception {
    Jobs.fail(
        JENKINS,
        job,
        on("one", "sh 'touch repos/base/fail2'\nbootstrapSdk(version: '1.0+1')"),
        "stage 2 of small");
    return Jobs.succeed(JENKINS, job, on("two", "bootstrapSdk(version: '1.0+1')"));
  }

  private static void showsAFile(JenkinsRule.WebClient client, WorkflowRun build) throws Exception {
    String page =
        client
            .goTo(build.getUrl() + "sdk-stages/stage/stage2-amd64-1.0+1/files/etc/made-by")
            .asNormalizedText();
    assertTrue(page, page.contains("2 1.0+1"));
  }

  @Test
  public void areFetchedByTheAgentItselfAndReadByRanges() throws Exception {
    WorkflowRun build = resumedByTheOtherAgent("remote");
    assertEquals(
        List.of(StageEntry.State.REUSED, StageEntry.State.BUILT),
        Jobs.stages(build).getStages().stream().map(StageEntry::getState).toList());
    assertEquals(
        List.of("remote/1/small/stage1-amd64-1.0+1.tar.zst null"),
        List.copyOf(RemoteArtifacts.REQUESTS));

    RemoteArtifacts.REQUESTS.clear();
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      showsAFile(client, build);
    }
    List<String> requests = List.copyOf(RemoteArtifacts.REQUESTS);
    assertTrue(requests.toString(), !requests.isEmpty());
    requests.forEach(request -> assertTrue(request, request.contains(".tar.zst bytes=")));
    assertEquals("the controller itself reads none", List.of(), RemoteArtifacts.OPENED);
  }

  @Test
  public void areReachedThroughTheProxyThatJenkinsIsSetTo() throws Exception {
    RemoteArtifacts.host = "artifacts.invalid";
    try (ProxyServer proxy = new ProxyServer("Basic dXNlcjpzZWNyZXQ=");
        JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      JENKINS.jenkins.setProxy(
          new ProxyConfiguration("127.0.0.1", proxy.port(), "user", "secret", "other.example"));
      WorkflowRun build = resumedByTheOtherAgent("proxied");
      assertEquals(proxy.requests().toString(), 1, proxy.requests().size());
      assertTrue(
          proxy.requests().toString(), proxy.requests().get(0).startsWith("GET http://artifacts."));
      JENKINS.assertLogNotContains("secret", build);
      showsAFile(client, build);
      assertTrue(proxy.requests().toString(), proxy.requests().size() > 1);
    } finally {
      JENKINS.jenkins.setProxy(null);
      RemoteArtifacts.host = "127.0.0.1";
    }
  }
}
