package io.jenkins.plugins.sdkbootstrap.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.steps.Jobs;
import io.jenkins.plugins.sdkbootstrap.steps.SmallSdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Builds whose build.xml was damaged or edited, or is of another version of the plugin. */
public class DamagedBuildTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  @Test
  public void whatIsNotWholeInABuildXmlCountsAsNotThere() throws Exception {
    String script = "node {\n" + SDK.copy() + "bootstrapSdk(version: '1')\n}";
    WorkflowRun first = Jobs.succeed(JENKINS, "damaged", script);
    Path file = first.getRootDir().toPath().resolve("build.xml");
    String whole = Files.readString(file);
    for (String missing :
        List.of(
            "<arch>[^<]*</arch>",
            "<tarball>[^<]*</tarball>",
            "(?<=<sha256>sha256:)[0-9a-f]+",
            "<state>[^<]*</state>")) {
      load(first, whole.replaceFirst("(?s)(<stages>.*?)" + missing, "$1"));
      assertEquals(missing, 1, Jobs.stages(first).getStages().size());
      assertEquals(2, Jobs.stages(first).getStages().get(0).getNumber());
    }
    load(
        first,
        whole
            .replaceAll("<users */>", "")
            .replaceFirst("(?s)<plans>.*</plans>", "")
            .replaceFirst("(?s)<roots>.*</roots>", "")
            .replaceFirst("(?s)(<stages>.*?)<name>[^<]*</name>", "$1"));
    assertEquals(1, Jobs.stages(first).getStages().size());
    assertEquals(List.of(), Jobs.stages(first).getPlans());
    assertEquals(List.of(), Jobs.stages(first).getRoots());
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      client.getPage(first, "sdk-stages");
      client.goTo(first.getParent().getUrl() + "sdk-trend/");
    }
    WorkflowRun second = JENKINS.buildAndAssertSuccess(first.getParent());
    assertEquals(
        List.of(StageEntry.State.BUILT, StageEntry.State.BUILT),
        Jobs.stages(second).getStages().stream().map(StageEntry::getState).toList());
    // Without any of it.
    load(first, whole.replaceFirst("(?s)<stages>.*</stages>", ""));
    assertEquals(List.of(), Jobs.stages(first).getStages());
    assertTrue(JENKINS.buildAndAssertSuccess(first.getParent()).getNumber() > 2);
  }

  private static void load(WorkflowRun build, String xml) throws Exception {
    Path file = build.getRootDir().toPath().resolve("build.xml");
    assertNotEquals(xml, Files.readString(file));
    Files.writeString(file, xml);
    build.reload();
  }
}
