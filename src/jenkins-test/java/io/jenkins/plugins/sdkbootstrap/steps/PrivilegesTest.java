package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.sdkbootstrap.chroot.ThrowAwayUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SimpleCommandLauncher;

/** In each privilege mode: a bootstrap comes to its end, and what is ended leaves nothing. */
@RunWith(Parameterized.class)
public class PrivilegesTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  /** Processes that end by SIGKILL only. */
  private static final String STUBBORN =
      "trap '' HUP INT TERM\nsleep 1000 &\nsetsid sleep 1000 &\necho running\nsleep 1000";

  private static ThrowAwayUser user;
  private static Path home;

  @Parameter public String privilege;

  @Parameters(name = "{0}")
  public static List<String> privileges() {
    return List.of("root", "userns", "sudo");
  }

  @BeforeClass
  public static void startAgents() throws Exception {
    assumeTrue("needs root: makes a user, whose agent it starts", isRoot());
    user = ThrowAwayUser.able();
    home = Files.createTempDirectory(Path.of("/tmp"), "sdkboot-agent");
    Path jar = home.resolve("agent.jar");
    Files.copy(JENKINS.jenkins.getJnlpJars("agent.jar").getURL().openStream(), jar);
    agent("root", List.of());
    List<String> as = user.as(List.of());
    for (String name : List.of("userns", "sudo")) {
      agent(name, as);
    }
    run("chown", "-R", user.name() + ":" + user.name(), home.toString());
  }

  private static boolean isRoot() throws Exception {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static void agent(String name, List<String> as) throws Exception {
    Path folder = home.resolve(name);
    Files.createDirectory(folder);
    List<String> command = new ArrayList<>(as);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-jar", home.resolve("agent.jar").toString()));
    DumbSlave agent =
        new DumbSlave(
            name, folder.toString(), new SimpleCommandLauncher(String.join(" ", command)));
    agent.setLabelString(name);
    JENKINS.jenkins.addNode(agent);
    run("chown", "-R", as.isEmpty() ? "0:0" : user.name() + ":" + user.name(), home.toString());
    JENKINS.waitOnline(agent);
  }

  private static void run(String... command) throws Exception {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IllegalStateException(
          List.of(command).stream().collect(Collectors.joining(" ")) + ": status " + status);
    }
  }

  @AfterClass
  public static void removeUser() throws Exception {
    if (user == null) {
      return;
    }
    for (DumbSlave agent :
        JENKINS.jenkins.getNodes().stream().map(DumbSlave.class::cast).toList()) {
      JENKINS.disconnectSlave(agent);
    }
    run("rm", "-rf", "--one-file-system", home.toString());
    for (int i = 0; i < 100 && hasProcess(); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    user.remove();
  }

  private static boolean hasProcess() throws Exception {
    return new ProcessBuilder("pgrep", "-u", user.name()).start().waitFor() == 0;
  }

  private Path root(String job) {
    return home.resolve(privilege).resolve("workspace").resolve(job).resolve("root");
  }

  private String stage(String before, String after) {
    return ("node('" + privilege + "') {\n")
        + SDK.copy()
        + ("writeFile file: 'stage.sh', text: '''" + STUBBORN + "'''\n")
        + ("unpackSeed(seed: 'seed.tar', root: 'root', privilege: '" + privilege + "')\n")
        + before
        + "chrootStage(stage: 1, root: 'root', script: 'stage.sh', privilege: '"
        + privilege
        + ("')\n" + after + "\n}");
  }

  @Test
  public void bootstraps() throws Exception {
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "bootstraps-" + privilege,
            ("node('" + privilege + "') {\n")
                + SDK.copy()
                + ("bootstrapSdk(version: '1.0.0+1', privilege: '" + privilege + "')\n")
                + "sh 'test ! -e sdk-bootstrap/amd64/stage1 && test ! -e sdk-bootstrap/amd64/stage2'\n}");
    String label = privilege.equals("userns") ? "rootless" : privilege;
    JENKINS.assertLogContains("privilege: " + label, build);
    JENKINS.assertLogContains("stage 2 of small 1.0.0+1 for amd64", build);
  }

  @Test
  public void anAbortedBuildLeavesNoProcessAndNoMount() throws Exception {
    String job = "aborted-" + privilege;
    WorkflowRun build = Jobs.begin(JENKINS, job, stage("", ""), "running");
    StageProcesses.awaitSome(root(job));
    build.getExecutor().interrupt();
    JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(build));
    StageProcesses.awaitNone(root(job));
  }

  @Test
  public void aTimeoutLeavesNoProcessAndNoMount() throws Exception {
    String job = "timeout-" + privilege;
    String script = stage("timeout(time: 5, unit: 'SECONDS') {\n", "}");
    WorkflowRun build =
        JENKINS.assertBuildStatus(Result.ABORTED, Jobs.job(JENKINS, job, script).scheduleBuild2(0));
    JENKINS.assertLogContains("running", build);
    StageProcesses.awaitNone(root(job));
  }

  @Test
  public void anAbortedArchivingLeavesNoProcessAndNoFile() throws Exception {
    String job = "archiving-" + privilege;
    String large =
        "perl -e 'open R, \"/dev/urandom\"; for (1 .. 150) { read R, $b, 1000000; print $b }'"
            + " > $STAGE_ROOT/large";
    WorkflowRun build =
        Jobs.begin(
            JENKINS,
            job,
            ("node('" + privilege + "') {\n")
                + SDK.copy()
                + ("writeFile file: 'stages/one.sh', text: '''" + large + "'''\n")
                + "def by = [root: 'root', privilege: '"
                + (privilege + "']\n")
                + "unpackSeed(by + [seed: 'seed.tar'])\n"
                + "chrootStage(by + [stage: 1, config: 'sdk.yaml', version: '1'])\n"
                + "archiveStageRoot(by + [stage: 1, version: '1', compression: 'xz'])\n}",
            "[Pipeline] archiveStageRoot");
    StageProcesses.awaitSome(root(job));
    build.getExecutor().interrupt();
    JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(build));
    JENKINS.assertLogNotContains("\tat ", build);
    StageProcesses.awaitNone(root(job));
    Path folder = root(job).resolveSibling("../" + job + "@tmp").normalize();
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(
          List.of(), files.filter(f -> f.getFileName().toString().startsWith("stage1")).toList());
    }
    assertEquals(List.of(), build.getArtifacts());
  }
}
