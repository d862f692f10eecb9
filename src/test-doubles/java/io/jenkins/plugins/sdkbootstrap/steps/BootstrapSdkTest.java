package io.jenkins.plugins.sdkbootstrap.steps;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import hudson.AbortException;
import hudson.model.Result;
import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.build.FailedStage;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import io.jenkins.plugins.sdkbootstrap.verify.StageVerifier;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * Bootstraps a small SDK by {@code bootstrapSdk()}: the shipped Groovy under the engine that runs
 * it in Jenkins, the plugin's steps, and real stages.
 */
@Category(Mounts.class)
public class BootstrapSdkTest {

  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  @Test
  public void bootstrapsEveryStageFromTheOneBefore() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    Agent agent = SDK.agent("one");
    Map<?, ?> sdk = (Map<?, ?>) SDK.run(build, SmallSdk.ON_ONE_NODE, agent);
    assertEquals("small-sdk", sdk.get("name"));
    assertEquals("1.0+a", sdk.get("version"));
    assertEquals("small-sdk/stage3-" + SmallSdk.arch() + "-1.0+a.tar.zst", sdk.get("tarball"));
    Path tarball = build.artifacts().resolve((String) sdk.get("tarball"));
    assertEquals(Files.size(tarball), ((Number) sdk.get("size")).longValue());
    assertEquals(
        List.of("SDK stage 1: first", "SDK stage 2: second", "SDK stage 3: SDK"), build.stages());
    List<StageVerifier.Result> chain =
        new StageVerifier(List.of(), Progress.NONE).verifyChain(tarball);
    assertEquals(3, chain.size());
    chain.forEach(result -> assertEquals(List.of(), result.findings()));
    assertTrue(
        Files.isSameFile(
            tarball,
            build
                .artifacts()
                .resolve("small-sdk/small-sdk-" + SmallSdk.arch() + "-1.0+a.tar.zst")));
    agent.assertNothingLeft();
  }

  @Test
  public void leavesTheRootOfAStageThatFailedOnlyIfToldTo() throws Exception {
    Agent agent = SDK.agent("keep");
    PipelineBuild build = SDK.job().newBuild();
    SDK.failAt(2, build, "node { checkout scm; bootstrapSdk(keep: true) }", agent);
    String root = "sdk-bootstrap/small-sdk/" + SmallSdk.arch() + "/stage2";
    assertTrue(Files.exists(agent.workspace().resolve(root + "/bin/sh")));
    String remove = "removeStageRoot(root: '" + root + "')";
    SDK.run(build, "node { " + remove + "; " + remove + " }", agent);
    assertFalse(Files.exists(agent.workspace().resolve(root)));
  }

  @Test
  public void keepsTheRootOfAStageThatFailedAndItsLogs() throws Exception {
    Agent agent = SDK.agent("kept");
    PipelineBuild build = SDK.job().newBuild();
    String failing = "node { checkout scm; bootstrapSdk(version: '1.0+a', keep: 'failed') }";
    SDK.failAt(2, build, failing, agent);
    agent.assertNothingLeft();
    String stem = "stage2-" + SmallSdk.arch() + "-1.0+a";
    Path root = kept(agent, stem);
    SdkBuildAction action = build.getAction(SdkBuildAction.class);
    FailedStage failed = action.getFailed().get(0);
    assertEquals(root.toString(), failed.getRoot().get());
    assertThat(failed.getMessage(), containsString("stage 2 (second) failed: "));
    assertTrue(failed.getBytes() > 100_000);
    assertThat(
        failed.getShell().get(),
        containsString(
            "bootstrap-sdk shell " + root + " --config " + agent.workspace() + "/sdk.yaml"));
    assertTrue(Files.exists(root.resolve("tmp/why.log")));
    StageEntry logs = action.getLogs().get(0);
    assertEquals("small-sdk/" + stem + ".logs.tar.zst", logs.getTarball());
    try (ArchiveFile archive = ArchiveFile.open(build.artifacts().resolve(logs.getTarball()));
        InputStream in = archive.read(RootPath.of("tmp/stage2root/log/new.log"))) {
      assertEquals("new\n", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertTrue(Files.exists(build.artifacts().resolve("small-sdk/" + stem + ".logs.mtree.zst")));
    // What is said to open a shell does.
    Path command = agent.workspace().resolveSibling("bootstrap-sdk");
    Files.writeString(
        command,
        "#!/bin/sh\nexec '%s' -cp '%s' io.jenkins.plugins.sdkbootstrap.cli.Main \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path")));
    assertTrue(command.toFile().setExecutable(true));
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                "-c",
                failed.getShell().get()
                    + " -c 'read why </tmp/why.log; echo $why $STAGE $SDK_VERSION'")
            .redirectErrorStream(true);
    builder.environment().merge("PATH", command.getParent().toString(), (p, own) -> own + ":" + p);
    Process shell = builder.start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said, containsString("\nwhy 2 1.0+a\n"));
    // An agent never keeps more than it is told to.
    SdkBootstrapConfiguration configuration = SdkBootstrapConfiguration.get();
    try {
      configuration.setKeptRoots(1);
      PipelineBuild other = SDK.job().newBuild();
      SDK.failAt(3, other, failing, agent);
      assertFalse(Files.exists(root));
      assertTrue(Files.exists(kept(agent, "stage3-" + SmallSdk.arch() + "-1.0+a")));
      configuration.setKeptGigabytes(0);
      PipelineBuild none = SDK.job().newBuild();
      SDK.failAt(2, none, failing, agent);
      assertThat(none.log(), containsString("the root is not kept: it uses "));
      assertFalse(Files.exists(root));
      agent.assertNothingLeft();
      assertTrue(none.getAction(SdkBuildAction.class).getFailed().get(0).getRoot().isEmpty());
    } finally {
      SdkBootstrapConfiguration fresh = new SdkBootstrapConfiguration();
      configuration.setKeptRoots(fresh.getKeptRoots());
      configuration.setKeptGigabytes(fresh.getKeptGigabytes());
    }
  }

  @Test
  public void theSeedTravelsBetweenAgents() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    Agent one = SDK.agent("linux1");
    Agent two = SDK.agent("linux2");
    SDK.run(build, "bootstrapSdk(label: 'linux', version: '1.0+b')", one, two);
    List<String> nodes =
        build.getAction(SdkBuildAction.class).getStages().stream()
            .map(StageEntry::getNode)
            .toList();
    // The plan was made on the first of them.
    assertEquals(List.of("linux2", "linux1", "linux2"), nodes);
    one.assertNothingLeft();
    two.assertNothingLeft();
  }

  @Test
  public void anAgentFetchesNothingItHasMade() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    SDK.run(build, SmallSdk.ON_ONE_NODE, SDK.agent("cached"));
    assertThat(
        build.log(), containsString("the agent already has small-sdk/stage1-" + SmallSdk.arch()));
    assertThat(
        build.log(), containsString("the agent already has small-sdk/stage2-" + SmallSdk.arch()));
    assertThat(build.log(), not(containsString("fetch small-sdk")));
  }

  @Test
  public void aClosurePreparesEachNode() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    SDK.run(
        build,
        "bootstrapSdk(label: 'prepared', version: '1') { checkout scm; echo 'prepared it' }",
        SDK.agent("prepared"));
    assertEquals(4, build.log().split("prepared it", -1).length - 1);
  }

  @Test
  public void bootstrapsTwoArchitecturesAtOnce() throws Exception {
    assumeTrue("needs a machine that runs programs of two", SmallSdk.arch().equals("amd64"));
    PipelineBuild build = SDK.job().newBuild();
    Map<?, ?> both =
        (Map<?, ?>)
            SDK.run(
                build,
                """
                return parallel(
                    amd64: { bootstrapSdk(label: 'arch', arch: 'amd64') },
                    i686: { bootstrapSdk(label: 'arch', arch: 'i686') })
                """,
                SDK.agent("arch1"),
                SDK.agent("arch2"));
    Map<?, ?> amd64 = (Map<?, ?>) both.get("amd64");
    Map<?, ?> i686 = (Map<?, ?>) both.get("i686");
    assertEquals(amd64.get("version"), i686.get("version"));
    assertEquals("small-sdk/stage3-i686-" + i686.get("version") + ".tar.zst", i686.get("tarball"));
    assertEquals(6, build.getAction(SdkBuildAction.class).getStages().size());
  }

  @Test
  public void theReleaseHasAllFilesUnderItsOwnName() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    SDK.run(build, SmallSdk.ON_ONE_NODE, SDK.agent("release"));
    Path sdk = build.artifacts().resolve("small-sdk");
    String stage = "stage3-" + SmallSdk.arch() + "-1.0+a";
    String release = "small-sdk-" + SmallSdk.arch() + "-1.0+a";
    List<String> endings;
    try (Stream<Path> files = Files.list(sdk)) {
      endings =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith(stage))
              .map(name -> name.substring(stage.length()))
              .toList();
    }
    assertEquals(5, endings.size());
    for (String ending : endings) {
      assertTrue(ending, Files.exists(sdk.resolve(release + ending)));
    }
    assertEquals(
        List.of(),
        new StageVerifier(List.of(), Progress.NONE)
            .verify(sdk.resolve(release + ".tar.zst"))
            .findings());
  }

  @Test
  public void saysBeforeAnyStageWhatWouldStopALaterOne() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    String script =
        "node { checkout scm; append(file: 'stages/crlf.sh', text: '#!/bin/sh\\r');"
            + " append(file: 'sdk.yaml', text: '  - {name: more, script: stages/crlf.sh}');"
            + " bootstrapSdk(version: '1') }";
    AbortException e =
        assertThrows(AbortException.class, () -> SDK.run(build, script, SDK.agent("crlf")));
    assertThat(e.getMessage(), containsString("CR LF"));
    assertEquals(List.of(), build.numbers());
    assertThat(build.log(), not(containsString("unpack")));
  }

  @Test
  public void theSameBootstrapTwiceInOneBuildIsRefusedInOneLine() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    AbortException e =
        assertThrows(
            AbortException.class,
            () ->
                SDK.run(
                    build,
                    """
                    parallel(
                        a: { bootstrapSdk(label: 'twice', version: '1') },
                        b: { bootstrapSdk(label: 'twice', version: '1') })
                    """,
                    SDK.agent("twice1"),
                    SDK.agent("twice2")));
    assertThat(e.getMessage(), containsString("this build already bootstraps small-sdk 1 for "));
    assertEquals("the other branch goes on", List.of(1, 2, 3), build.numbers());
  }

  @Test
  public void aSecondBuildWaitsForTheFirstAndTakesWhatThatMade() throws Exception {
    PipelineJob job = SDK.job();
    PipelineBuild first = job.newBuild();
    PipelineBuild second = job.newBuild();
    FutureTask<Object> running =
        new FutureTask<>(() -> SDK.run(first, SmallSdk.ON_ONE_NODE, SDK.agent("turn1")));
    new Thread(running).start();
    while (first.numbers().isEmpty()) {
      Thread.sleep(50);
    }
    SDK.run(second, "bootstrapSdk(label: 'turn2', version: '1.0+a')", SDK.agent("turn2"));
    running.get();
    assertThat(
        second.log(), containsString("Waiting for sdk #1, which makes small-sdk 1.0+a for "));
    assertEquals(
        List.of(StageEntry.State.REUSED, StageEntry.State.REUSED, StageEntry.State.REUSED),
        second.states());
  }

  @Test
  public void lookingAtABuildGivesItNoAction() throws Exception {
    PipelineJob job = SDK.job();
    PipelineBuild other = job.newBuild();
    other.end(Result.SUCCESS);
    SDK.run(job.newBuild(), SmallSdk.ON_ONE_NODE, SDK.agent("looks"));
    assertNull(other.getAction(SdkBuildAction.class));
  }

  private static Path kept(Agent agent, String stem) {
    return agent.cache().resolveSibling("sdk-bootstrap-kept/small-sdk/failed-" + stem);
  }
}
