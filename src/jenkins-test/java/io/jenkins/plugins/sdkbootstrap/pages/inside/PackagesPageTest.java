package io.jenkins.plugins.sdkbootstrap.pages.inside;

import static io.jenkins.plugins.sdkbootstrap.pages.inside.TwoStages.texts;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.sdkbootstrap.steps.SmallSdk;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What stages consist of and what differs by package, as a browser sees it. */
public class PackagesPageTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  private static final String STAGE2 = TwoStages.STAGE2;

  private static WorkflowRun second;

  /** A shell function for the script of a stage: a package with one file. */
  private static final String PACKAGE =
      """
      mkdir -p "$STAGE_ROOT/var/lib/pkg" "$STAGE_ROOT/opt"
      package() { # NAME VERSION LICENSE BYTES
        printf "%0$4d" 0 > "$STAGE_ROOT/opt/$1"
        printf '#version: %s\\n#license: %s\\nopt/%s\\n' "$2" "$3" "$1" > "$STAGE_ROOT/var/lib/pkg/$1"
      }
      """;

  @BeforeClass
  public static void buildTwice() throws Exception {
    second =
        TwoStages.build(
                JENKINS,
                SDK,
                PACKAGE
                    + "package gcc 14.2.1 GPL-3+ 1000\n"
                    + "package '<b>zlib' 1 '<i>' 10\n"
                    + "package old 1 MIT 1\n",
                PACKAGE
                    + "package gcc 14.3.0 GPL-3+ 3000\n"
                    + "package '<b>zlib' 1 '<i>' 10\n"
                    + "package new 2 MIT 2\n")
            .second();
  }

  @After
  public void withoutSecurity() {
    TwoStages.withoutSecurity(JENKINS);
  }

  private static WebResponse get(Run<?, ?> run, String path) throws Exception {
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      client.setThrowExceptionOnFailingStatusCode(false);
      return client.goTo(run.getUrl() + path, null).getWebResponse();
    }
  }

  private static JSONObject json(String path) throws Exception {
    return JSONObject.fromObject(get(second, path).getContentAsString());
  }

  @Test
  public void canBeSearchedAndSorted() throws Exception {
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage stage = client.getPage(second, STAGE2);
      HtmlPage page = stage.getAnchorByText("Packages").click();
      assertEquals(List.of("<b>zlib", "gcc", "new"), texts(page, "tbody td:first-of-type"));
      assertEquals(
          List.of("<i>", "GPL-3.0-or-later", "MIT"), texts(page, "tbody td:nth-of-type(4)"));
      HtmlPage bySize = page.getAnchorByText("Size").click();
      assertEquals(List.of("gcc", "<b>zlib", "new"), texts(bySize, "tbody td:first-of-type"));
      HtmlForm search = bySize.querySelector("form.sdk-filter");
      search.getInputByName("name").setValue("gpl");
      HtmlPage found = client.getPage(search.getWebRequest(null));
      assertEquals(List.of("gcc"), texts(found, "tbody td:first-of-type"));
      assertEquals(
          "size",
          ((HtmlInput) found.querySelector("form.sdk-filter input[name=order]")).getValue());
    }
  }

  @Test
  public void areTheSameForPrograms() throws Exception {
    JSONObject page = json(STAGE2 + "packages/api/json?name=GCC");
    assertEquals(1, page.getInt("count"));
    JSONObject gcc = page.getJSONArray("packages").getJSONObject(0);
    assertEquals("14.3.0", gcc.getString("version"));
    assertEquals(3000, gcc.getInt("size"));
    assertEquals(List.of("GPL-3.0-or-later"), gcc.getJSONArray("licenses"));
    assertEquals("pkg:generic/gcc@14.3.0", gcc.getString("purl"));
    assertEquals(400, get(second, STAGE2 + "packages/?order=age").getStatusCode());
    assertEquals(404, get(second, STAGE2 + "packages/more").getStatusCode());
    JSONObject stage = json("sdk-stages/api/json").getJSONArray("bootstraps").getJSONObject(0);
    JSONObject changes = stage.getJSONObject("packages");
    assertEquals(1, changes.getInt("since"));
    assertEquals(3, changes.getInt("count"));
    assertEquals(2001, changes.getInt("growth"));
    assertEquals("14.2.1", changes.getJSONArray("changes").getJSONObject(0).getString("before"));
    JSONObject two = stage.getJSONArray("stages").getJSONObject(1);
    assertEquals(3, two.getInt("packages"));
    assertEquals(3012, two.getInt("packagesSize"));
  }

  @Test
  public void comeFirstInDifferences() throws Exception {
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      HtmlPage page = client.getPage(second, STAGE2 + "diff/");
      assertEquals("By package", texts(page, "h2").get(0));
      assertEquals(
          List.of("gcc", "new", "old"),
          texts(page, "div[aria-label='Differences by package'] td:first-of-type"));
      assertEquals(
          List.of("upgraded", "added", "removed"),
          texts(page, "div[aria-label='Differences by package'] td:nth-of-type(2)"));
    }
    JSONObject diff = json(STAGE2 + "diff/api/json");
    assertEquals(1, diff.getJSONObject("packages").getInt("upgraded"));
  }

  @Test
  public void areInTheSummaryOfTheBuildAndInTheTrend() throws Exception {
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      String build = ((HtmlPage) client.getPage(second)).asNormalizedText();
      assertTrue(
          build,
          build.contains(
              "3 packages changed since #1: gcc 14.2.1 to 14.3.0 (+1.95 KiB), new 2 added (+2 B), old"
                  + " 1 removed (\u22121 B)"));
      HtmlPage trend = client.getPage(second.getParent(), "sdk-trend");
      assertEquals(4, trend.querySelectorAll(".sdk-figure--wide svg.sdk-plot").size());
      assertTrue(trend.asNormalizedText().contains("3 packages, "));
    }
  }

  @Test
  public void areShownToThoseWhoMayReadArtifacts() throws Exception {
    System.setProperty("hudson.security.ArtifactsPermission", "true");
    JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
    MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
    strategy.grant(Jenkins.READ, Item.READ).everywhere().to("reader");
    JENKINS.jenkins.setAuthorizationStrategy(strategy);
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      client.login("reader");
      HtmlPage build = client.getPage(second);
      assertTrue(!build.asNormalizedText().contains("packages changed"));
      client.setThrowExceptionOnFailingStatusCode(false);
      assertEquals(
          403,
          client
              .goTo(second.getUrl() + STAGE2 + "packages/", null)
              .getWebResponse()
              .getStatusCode());
    }
  }
}
