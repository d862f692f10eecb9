package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.triggers.TimerTrigger;
import io.jenkins.plugins.sdkbootstrap.build.RetentionProperty;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.provenance.VerifyingKey;
import io.jenkins.plugins.sdkbootstrap.verify.StageVerifier;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/**
 * The files of docs/examples/jenkins where its images have them, with the hpi as it is packaged:
 * the configuration, what runs at the start, the agent's command and both jobs. In place of the
 * mini SDK is a small one.
 */
public class JenkinsExampleIT {

  private static final Path EXAMPLE = Path.of("docs/examples/jenkins").toAbsolutePath();

  @Rule public final SmallSdk sdk = new SmallSdk();
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  @Rule
  public final RealJenkinsRule jenkins =
      new RealJenkinsRule()
          .omitPlugins("sdk-bootstrap")
          .addPlugins("sdk-bootstrap.hpi")
          .javaOptions(
              "-Xmx768m",
              "-Djenkins.model.Jenkins.slaveAgentPort=-1",
              "-Djenkins.model.Jenkins.slaveAgentPortEnforce=true");

  @Test
  public void bootstrapsAndAtNightTakesWhatIsThere() throws Throwable {
    Path secrets = temporary.newFolder("secrets").toPath();
    Path work = temporary.newFolder("agent").toPath();
    Path home = jenkins.getHome().toPath();
    copy(EXAMPLE.resolve("first-start.groovy"), home.resolve("init.groovy.d/first-start.groovy"));
    for (String job : List.of("mini-sdk", "nightly")) {
      String config = "jobs/" + job + "/config.xml";
      copy(EXAMPLE.resolve(config), home.resolve(config));
    }
    jenkins
        .extraEnv("CASC_JENKINS_CONFIG", EXAMPLE.resolve("jenkins.yaml").toString())
        .extraEnv("ADMIN_PASSWORD", "chosen by the user")
        .extraEnv("AGENT_SECRETS", secrets.toString())
        .extraEnv("AGENT_FOLDER", work.toString());
    jenkins.startJenkins();
    assertEquals(403, status(jenkins.getUrl()));
    assertEquals(
        List.of(),
        jenkins.runRemotely(JenkinsExampleIT::differentPlugins, EXAMPLE + "/plugins.txt"));
    jenkins.runRemotely(JenkinsExampleIT::checkJobs);

    Process agent = startAgent(secrets, work);
    try {
      jenkins.runRemotely(JenkinsExampleIT::buildBoth);
    } finally {
      agent.destroy();
      assertTrue(agent.waitFor() != 0);
    }
    Path key = home.resolve("userContent/sdk-records-key.pub");
    StageVerifier verifier = new StageVerifier(List.of(VerifyingKey.read(key)), Progress.NONE);
    List<StageVerifier.Result> chain =
        verifier.verifyChain(tarball(home.resolve("jobs/mini-sdk/builds/1/archive/small")));
    assertEquals(2, chain.size());
    for (StageVerifier.Result result : chain) {
      assertEquals(List.of(), result.findings());
    }

    String made = Files.readString(key);
    jenkins.stopJenkins();
    jenkins.startJenkins();
    jenkins.runRemotely(JenkinsExampleIT::checkJobs);
    assertEquals(made, Files.readString(key));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }

  private static int status(URL url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    return connection.getResponseCode();
  }

  /** As the agent's container does, with what stands for the mini SDK. */
  private Process startAgent(Path secrets, Path work) throws Exception {
    Path mini = temporary.newFolder("mini-sdk").toPath();
    Files.writeString(
        mini.resolve("run.sh"),
        """
        set -eu
        [ "$*" = --prepare ]
        cp -R '%s/.' "$MINI_SDK_WORK"
        echo 'reuse: inputs' >>"$MINI_SDK_WORK/sdk.yaml"
        """
            .formatted(sdk.seed().getParent()));
    ProcessBuilder command =
        new ProcessBuilder("sh", EXAMPLE.resolve("agent.sh").toString()).inheritIO();
    command.environment().put("JENKINS_URL", jenkins.getUrl().toString());
    command.environment().put("AGENT_SECRETS", secrets.toString());
    command.environment().put("AGENT_FOLDER", work.toString());
    command.environment().put("MINI_SDK", mini.toString());
    return command.start();
  }

  private static Path tarball(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("stage2-amd64-.*\\.tar\\.zst"))
          .findFirst()
          .orElseThrow();
    }
  }

  // What follows runs in Jenkins, where no field of this class is.

  private static ArrayList<String> differentPlugins(JenkinsRule r, String list) throws IOException {
    ArrayList<String> different = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(list))) {
      String name = line.replaceFirst(":.*", "");
      if (!line.startsWith("#")
          && !line.equals(name + ":" + r.jenkins.getPluginManager().getPlugin(name).getVersion())) {
        different.add(line);
      }
    }
    return different;
  }

  private static void checkJobs(JenkinsRule r) {
    WorkflowJob nightly = r.jenkins.getItemByFullName("nightly", WorkflowJob.class);
    assertEquals(1, nightly.getTriggers().size());
    assertTrue(nightly.getTriggers().values().iterator().next() instanceof TimerTrigger);
    assertTrue(!nightly.isConcurrentBuild());
    for (WorkflowJob job : r.jenkins.getAllItems(WorkflowJob.class)) {
      assertTrue(job.getName(), job.getProperty(RetentionProperty.class) != null);
    }
    assertEquals(2, r.jenkins.getAllItems(WorkflowJob.class).size());
    assertEquals(1, SystemCredentialsProvider.getInstance().getCredentials().size());
  }

  private static void buildBoth(JenkinsRule r) throws Exception {
    WorkflowJob first = r.jenkins.getItemByFullName("mini-sdk", WorkflowJob.class);
    WorkflowRun build = r.buildAndAssertSuccess(first);
    r.assertLogContains("[Pipeline] chrootStage", build);
    WorkflowJob second = r.jenkins.getItemByFullName("nightly", WorkflowJob.class);
    WorkflowRun night = r.buildAndAssertSuccess(second);
    r.assertLogNotContains("[Pipeline] chrootStage", night);
    assertEquals("nothing changed since /mini-sdk #1", night.getDescription());
  }
}
