package io.jenkins.plugins.sdkbootstrap.settings;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Label;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.sdkbootstrap.steps.Jobs;
import io.jenkins.plugins.sdkbootstrap.steps.SmallSdk;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** The global configuration, by its form and as code, and what it does. */
public class ConfigurationTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  @After
  public void restoreDefaults() {
    set("auto", "zstd", "", 20);
  }

  private static void set(String privilege, String compression, String folder, int gigabytes) {
    SdkBootstrapConfiguration configuration = SdkBootstrapConfiguration.get();
    configuration.setPrivilege(privilege);
    configuration.setCompression(compression);
    configuration.setCacheFolder(folder);
    configuration.setCacheGigabytes(gigabytes);
  }

  private static void assertIs(String privilege, String compression, String folder, int gigabytes) {
    SdkBootstrapConfiguration configuration = SdkBootstrapConfiguration.get();
    assertEquals(privilege, configuration.getPrivilege());
    assertEquals(compression, configuration.getCompression());
    assertEquals(folder, configuration.getCacheFolder());
    assertEquals(gigabytes, configuration.getCacheGigabytes());
  }

  @Test
  public void theFormKeepsWhatIsConfigured() throws Exception {
    set("sudo", "bzip2", "/var/cache/sdk", 5);
    SdkBootstrapConfiguration.get().setKeptRoots(3);
    SdkBootstrapConfiguration.get().setKeptGigabytes(8);
    JENKINS.configRoundtrip();
    assertIs("sudo", "bzip2", "/var/cache/sdk", 5);
    SdkBootstrapConfiguration.get().load();
    assertIs("sudo", "bzip2", "/var/cache/sdk", 5);
    assertEquals(3, SdkBootstrapConfiguration.get().getKeptRoots());
    assertEquals(8, SdkBootstrapConfiguration.get().getKeptGigabytes());
  }

  @Test
  public void aFieldThatIsWrongIsNamedAndNothingIsTaken() throws Exception {
    set("auto", "zstd", "own-cache", 5);
    try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
      client.getOptions().setThrowExceptionOnFailingStatusCode(false);
      HtmlForm form = client.goTo("manage/configure").getFormByName("config");
      form.getInputByName("_.cacheGigabytes").setValue("7");
      form.getInputByName("_.cacheFolder").setValue("../elsewhere");
      HtmlPage answer = JENKINS.submit(form);
      assertEquals(400, answer.getWebResponse().getStatusCode());
      String text = answer.asNormalizedText();
      assertTrue(text, text.contains("Name a directory of its own"));
    }
    assertIs("auto", "zstd", "own-cache", 5);
  }

  @Test
  public void isConfiguredAsCodeAndExportedAgain() throws Exception {
    Path yaml = temporary.newFile("jenkins.yaml").toPath();
    Files.writeString(
        yaml,
        """
        unclassified:
          sdkBootstrap:
            privilege: userns
            compression: xz
            cacheFolder: caches/sdk
            cacheGigabytes: 7
            keptRoots: 1
            keptGigabytes: 9
        """);
    ConfigurationAsCode.get().configure(yaml.toString());
    assertIs("userns", "xz", "caches/sdk", 7);
    ByteArrayOutputStream exported = new ByteArrayOutputStream();
    ConfigurationAsCode.get().export(exported);
    String text = exported.toString(StandardCharsets.UTF_8);
    String section = text.substring(text.indexOf("sdkBootstrap:"));
    assertTrue(section, section.lines().limit(7).anyMatch("    privilege: \"userns\""::equals));
    assertTrue(section, section.lines().limit(7).anyMatch("    cacheGigabytes: 7"::equals));
    assertTrue(section, section.lines().limit(7).anyMatch("    keptRoots: 1"::equals));
    assertTrue(section, section.lines().limit(7).anyMatch("    keptGigabytes: 9"::equals));
  }

  @Test
  public void holdsWhereNeitherStepNorFileSaysOtherwise() throws Exception {
    set("auto", "gzip", "own-cache", 1);
    DumbSlave agent = JENKINS.createOnlineSlave(Label.get("configured"));
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "configured",
            "node('configured') {\n" + SDK.copy() + "bootstrapSdk(version: '1')\n}");
    assertTrue(
        build.getArtifacts().stream()
            .anyMatch(a -> a.getFileName().equals("stage2-amd64-1.tar.gz")));
    assertEquals(2, cached(agent, "own-cache"));
  }

  @Test
  public void aSmallCacheKeepsTheNewestOnly() throws Exception {
    set("auto", "zstd", "small-cache", 0);
    DumbSlave agent = JENKINS.createOnlineSlave(Label.get("small"));
    Jobs.succeed(
        JENKINS, "small", "node('small') {\n" + SDK.copy() + "bootstrapSdk(version: '1')\n}");
    assertEquals(1, cached(agent, "small-cache"));
  }

  private static long cached(DumbSlave agent, String folder) throws Exception {
    Path cache = Path.of(agent.getRemoteFS(), folder);
    try (Stream<Path> files = Files.list(cache)) {
      assertFalse(files.anyMatch(f -> f.getFileName().toString().startsWith("unfinished")));
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.filter(f -> f.getFileName().toString().startsWith("sha256-")).count();
    }
  }
}
