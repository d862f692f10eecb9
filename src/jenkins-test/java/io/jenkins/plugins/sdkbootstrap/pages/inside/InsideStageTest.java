package io.jenkins.plugins.sdkbootstrap.pages.inside;

import static io.jenkins.plugins.sdkbootstrap.pages.inside.TwoStages.texts;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.steps.SmallSdk;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What is inside the tarballs of stages, as a browser sees it. */
public class InsideStageTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  private static final String STAGE2 = TwoStages.STAGE2;

  /** What a stage's script adds to its root. */
  private static final String ODD =
      """
      mkdir -p "$STAGE_ROOT/odd/api"
      echo in-script > "$STAGE_ROOT/odd/<script>alert(1)<|script>"
      echo in-bytes > "$STAGE_ROOT/odd/$(printf 'bad\\377\\nname"')"
      echo '<script>document.title=1</script>' > "$STAGE_ROOT/odd/page.html"
      echo in-api > "$STAGE_ROOT/odd/api/json"
      printf '\\000\\001binary' > "$STAGE_ROOT/odd/binary"
      """;

  private static WorkflowRun first;
  private static WorkflowRun second;

  @BeforeClass
  public static void buildTwice() throws Exception {
    TwoStages builds =
        TwoStages.build(
            JENKINS,
            SDK,
            ODD + "printf 'one\\ntwo\\nthree\\n' > \"$STAGE_ROOT/etc/list\"\n",
            ODD + "printf 'one\\n2\\nthree\\n' > \"$STAGE_ROOT/etc/list\"\n");
    first = builds.first();
    second = builds.second();
  }

  @After
  public void withoutSecurity() {
    TwoStages.withoutSecurity(JENKINS);
  }

  private static HtmlAnchor link(HtmlPage page, String name) {
    return page.getAnchors().stream()
        .filter(anchor -> anchor.getTextContent().strip().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no link " + name));
  }

  private static WebResponse get(String path) throws Exception {
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      client.setThrowExceptionOnFailingStatusCode(false);
      return client.goTo(second.getUrl() + STAGE2 + path, null).getWebResponse();
    }
  }

  private static JSONObject json(String path) throws Exception {
    return JSONObject.fromObject(get(path).getContentAsString());
  }

  @Test
  public void leadFromTheStageToADirectoryAFileAndItsDifference() throws Exception {
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage stage = client.getPage(second, STAGE2);
      assertTrue(texts(stage, ".sdk-entries td.sdk-name a").contains("etc"));
      HtmlPage etc = link(stage, "etc").click();
      assertEquals(List.of("/", "etc"), texts(etc, ".sdk-path li"));
      HtmlPage file = link(etc, "list").click();
      assertEquals(List.of("one", "2", "three"), texts(file, ".sdk-text"));
      assertNotNull(file.getElementById("L2"));
      Page saved = link(file, "Download").click();
      assertEquals("one\n2\nthree\n", saved.getWebResponse().getContentAsString());
      HtmlPage diff = link(file, "Compare with an earlier build").click();
      assertEquals(List.of("two"), texts(diff, ".sdk-diff-removed .sdk-text"));
      assertEquals(List.of("2"), texts(diff, ".sdk-diff-added .sdk-text"));
      Page patch = link(diff, "As a patch").click();
      assertTrue(patch.getWebResponse().getContentAsString().startsWith("--- a/etc/list\n"));
      HtmlPage all = link(diff, "All differences").click();
      assertEquals(List.of("etc/list"), texts(all, "td.sdk-name a").subList(1, 2));
      HtmlForm filter = all.querySelector("form.sdk-filter");
      filter.getSelectByName("kind").setSelectedAttribute("added", true);
      HtmlPage added = filter.getButtonsByName("").get(0).click();
      assertTrue(added.asNormalizedText(), added.asNormalizedText().contains("No differences"));
    }
  }

  @Test
  public void showEveryNameAsTextAndOpenIt() throws Exception {
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage odd = client.getPage(second, STAGE2 + "files/odd");
      String html = odd.getWebResponse().getContentAsString();
      assertFalse(html, html.contains("<script>alert"));
      HtmlPage script = link(odd, "<script>alert(1)<|script>").click();
      assertEquals(List.of("in-script"), texts(script, ".sdk-text"));
      HtmlPage bytes = link(odd, "bad\\377\\012name\"").click();
      assertEquals(List.of("in-bytes"), texts(bytes, ".sdk-text"));
      HtmlPage api = link(odd, "api").click();
      HtmlPage json = link(api, "json").click();
      assertEquals(List.of("in-api"), texts(json, ".sdk-text"));
      HtmlPage page = link(odd, "page.html").click();
      assertEquals(List.of("<script>document.title=1</script>"), texts(page, ".sdk-text"));
      HtmlPage binary = link(odd, "binary").click();
      assertTrue(binary.asNormalizedText().contains("This file is no text"));
    }
  }

  @Test
  public void nothingThatIsServedRunsInTheBrowser() throws Exception {
    WebResponse text = get("text/odd/page.html");
    assertEquals("text/plain", text.getContentType());
    WebResponse saved = get("download/odd/page.html");
    assertEquals("application/octet-stream", saved.getContentType());
    assertEquals(
        "attachment; filename=\"page.html\"; filename*=UTF-8''page.html",
        saved.getResponseHeaderValue("Content-Disposition"));
    for (WebResponse response : List.of(text, saved)) {
      assertEquals("nosniff", response.getResponseHeaderValue("X-Content-Type-Options"));
      assertEquals(
          "sandbox; default-src 'none'",
          response.getResponseHeaderValue("Content-Security-Policy"));
      assertEquals("<script>document.title=1</script>\n", response.getContentAsString());
    }
  }

  @Test
  public void areThereForProgramsToo() throws Exception {
    JSONObject stage = json("api/json");
    assertEquals("two", stage.getJSONObject("facts").getString("name"));
    assertEquals("small/stage2-amd64-1.tar.zst", stage.getJSONObject("facts").getString("tarball"));
    JSONObject directory = json("files/odd/api/json");
    assertEquals("odd", directory.getJSONObject("directory").getString("path"));
    JSONArray entries = directory.getJSONArray("entries");
    assertEquals(5, entries.size());
    JSONObject file = json("files/" + entries.getJSONObject(1).getString("urlPath") + "/api/json");
    assertEquals("odd/api", file.getJSONObject("directory").getString("path"));
    JSONObject found = json("search/api/json?name=*.html");
    assertEquals("odd/page.html", found.getJSONArray("entries").getJSONObject(0).getString("path"));
    JSONObject diff = json("diff/api/json?kind=changed&below=etc");
    assertEquals(1, diff.getInt("count"));
    JSONObject change = diff.getJSONArray("changes").getJSONObject(0);
    assertEquals("etc/list", change.getString("path"));
    JSONObject lines = json("diff/file/api/json?path=etc/list");
    assertEquals(1, lines.getInt("added"));
    assertEquals(0, json("diff/elf/api/json").getJSONArray("changes").size());
    String xml = get("files/etc/api/xml").getContentAsString();
    assertTrue(xml, xml.startsWith("<directoryPage"));
  }

  @Test
  public void sayInOneLineWhatIsWrong() throws Exception {
    assertEquals(404, get("files/none/at/all").getStatusCode());
    assertEquals("etc is not a file, its type is dir", line("text/etc"));
    assertEquals("none is not in small/stage2-amd64-1.tar.zst", line("files/none/api/json"));
    assertEquals("kind is one of added, removed, changed", line("diff/api/json?kind=x"));
    assertEquals("there is no build 99, or no longer", line("diff/api/json?against=99"));
    assertEquals(400, get("files/~zz").getStatusCode());
    assertEquals(400, get("files/~2e~2e/~2e~2e/etc/passwd").getStatusCode());
  }

  private static String line(String path) throws Exception {
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      client.setThrowExceptionOnFailingStatusCode(false);
      WebRequest request =
          new WebRequest(new URL(client.getContextPath() + second.getUrl() + STAGE2 + path));
      request.setAdditionalHeader("Accept", "*/*");
      return client.getPage(request).getWebResponse().getContentAsString().strip();
    }
  }

  @Test
  public void makeAnIndexWhereThereIsNone() throws Exception {
    WorkflowRun third = TwoStages.succeed(JENKINS, SDK, "", "rebuild: true, ");
    Path index = third.getRootDir().toPath().resolve("archive/small/stage1-amd64-1.mtree.zst");
    Files.delete(index);
    String page = third.getUrl() + "sdk-stages/stage/stage1-amd64-1/files/etc/api/json";
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      client.setThrowExceptionOnFailingStatusCode(false);
      WebResponse response = client.goTo(page, null).getWebResponse();
      assertEquals(503, response.getStatusCode());
      for (int i = 0; i < 300 && response.getStatusCode() == 503; i++) {
        Thread.sleep(100);
        response = client.goTo(page, null).getWebResponse();
      }
      assertEquals(200, response.getStatusCode());
    }
    Path made = third.getRootDir().toPath().resolve("sdk-bootstrap/small/stage1-amd64-1.mtree.zst");
    assertTrue(Files.size(made) > 0);
  }

  @Test
  public void doNotFollowWhatAnAgentPutAmongTheArtifacts() throws Exception {
    WorkflowRun third = TwoStages.succeed(JENKINS, SDK, "", "rebuild: true, ");
    Path archive = third.getRootDir().toPath().resolve("archive");
    Path elsewhere = Files.createTempFile("elsewhere", ".tar.zst");
    Path tarball = archive.resolve("small/stage2-amd64-1.tar.zst");
    Files.move(tarball, elsewhere, StandardCopyOption.REPLACE_EXISTING);
    Files.createSymbolicLink(tarball, elsewhere);
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      client.setThrowExceptionOnFailingStatusCode(false);
      HtmlPage file = client.goTo(third.getUrl() + STAGE2 + "files/etc/made-by");
      assertTrue(file.asNormalizedText(), file.asNormalizedText().contains("is gone"));
      WebResponse saved =
          client.goTo(third.getUrl() + STAGE2 + "download/etc/made-by", null).getWebResponse();
      assertEquals(500, saved.getStatusCode());
      assertFalse(saved.getContentAsString(), saved.getContentAsString().contains("Exception"));
    } finally {
      Files.delete(elsewhere);
    }
  }

  @Test
  public void areForWhoeverMayReadTheArtifacts() throws Exception {
    JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
    MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
    strategy.grant(Jenkins.READ).everywhere().to("nobody");
    strategy.grant(Jenkins.READ, Item.READ).everywhere().to("reader", "artifacts");
    strategy.grant(Run.ARTIFACTS).everywhere().to("artifacts");
    JENKINS.jenkins.setAuthorizationStrategy(strategy);
    List<String> pages =
        List.of(
            "",
            "files/etc/",
            "text/etc/list",
            "download/etc/list",
            "search/?name=x",
            "diff/",
            "diff/file?path=etc/list",
            "api/json",
            "files/etc/api/json");
    for (String page : pages) {
      assertEquals(page, 404, status("nobody", page));
      assertEquals(page, 200, status("reader", page));
    }
    System.setProperty("hudson.security.ArtifactsPermission", "true");
    for (String page : pages) {
      assertEquals(page, 403, status("reader", page));
      assertEquals(page, 200, status("artifacts", page));
    }
  }

  private static int status(String user, String page) throws Exception {
    try (JenkinsRule.WebClient client = JENKINS.createWebClient().login(user)) {
      client.setThrowExceptionOnFailingStatusCode(false);
      URL url = new URL(client.getContextPath() + second.getUrl() + STAGE2 + page);
      return client.getPage(new WebRequest(url, HttpMethod.GET)).getWebResponse().getStatusCode();
    }
  }

  /** The page works without the index among the artifacts, which would take longer to read. */
  @Test
  public void theIndexOfALargeStageIsReadyWhenTheBuildHasEnded() throws Exception {
    WorkflowRun large =
        TwoStages.succeed(
            JENKINS,
            SDK,
            "mkdir \"$STAGE_ROOT/many\"\ni=0\nwhile [ $i -lt 20000 ]; do\n"
                + "  : > \"$STAGE_ROOT/many/$i\"\n  i=$((i + 1))\ndone\n",
            "rebuild: true, ");
    String index = "small/stage2-amd64-1.mtree.zst";
    Path build = large.getRootDir().toPath();
    Path kept = build.resolve("sdk-bootstrap/" + index + ".columns");
    for (int i = 0; i < 100 && !Files.exists(kept); i++) {
      Thread.sleep(100);
    }
    Files.delete(build.resolve("archive/" + index));
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage stage = client.getPage(large, STAGE2);
      assertTrue(texts(stage, ".sdk-entries td.sdk-name a").contains("many"));
    }
    assertFalse(
        "a small one is read each time",
        Files.exists(build.resolve("sdk-bootstrap/small/stage1-amd64-1.mtree.zst.columns")));
  }
}
