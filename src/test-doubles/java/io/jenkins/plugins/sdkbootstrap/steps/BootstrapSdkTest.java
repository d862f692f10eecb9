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
import io.jenkins.plugins.sdkbootstrap.build.PlannedSdk;
import io.jenkins.plugins.sdkbootstrap.build.ReplayRequest;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.provenance.InputChange;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import io.jenkins.plugins.sdkbootstrap.verify.StageVerifier;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
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

  private static final String ON_ONE_NODE =
      "node { checkout scm; return bootstrapSdk(version: '1.0+a') }";

  @Test
  public void bootstrapsEveryStageFromTheOneBefore() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    Agent agent = SDK.agent("one");
    Map<?, ?> sdk = (Map<?, ?>) run(build, ON_ONE_NODE, agent);
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
    assertNothingLeft(agent);
  }

  @Test
  public void reusesWhatAFailedBuildHadFinished() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("resume");
    PipelineBuild first = job.newBuild();
    failAt(2, first, ON_ONE_NODE, agent);
    assertThat(first.log(), containsString("stage 2 fails as it is told to"));
    assertNothingLeft(agent);
    assertEquals(List.of(1), numbers(first));
    PlannedSdk plan = first.getAction(SdkBuildAction.class).getPlans().get(0);
    assertEquals(List.of("first", "second", "SDK"), plan.getNames());
    assertTrue(plan.isToRun(1) && plan.isToRun(3));
    PipelineBuild second = job.newBuild();
    Map<?, ?> sdk = (Map<?, ?>) run(second, ON_ONE_NODE, agent);
    assertFalse(second.getAction(SdkBuildAction.class).getPlans().get(0).isToRun(1));
    assertEquals(3, sdk.get("stage"));
    assertEquals(
        List.of("SDK stage 1: first", "SDK stage 2: second", "SDK stage 3: SDK"), second.stages());
    assertThat(second.log(), containsString("of build #1"));
    assertEquals(List.of(1, 2, 3), numbers(second));
    StageEntry reused = second.getAction(SdkBuildAction.class).getStages().get(0);
    assertEquals(StageEntry.State.REUSED, reused.getState());
    assertEquals(1, reused.getBuild());
    assertFalse(Files.exists(second.artifacts().resolve(reused.getTarball())));
  }

  @Test
  public void leavesTheRootOfAStageThatFailedOnlyIfToldTo() throws Exception {
    Agent agent = SDK.agent("keep");
    PipelineBuild build = SDK.job().newBuild();
    failAt(2, build, "node { checkout scm; bootstrapSdk(keep: true) }", agent);
    String root = "sdk-bootstrap/small-sdk/" + SmallSdk.arch() + "/stage2";
    assertTrue(Files.exists(agent.workspace().resolve(root + "/bin/sh")));
    String remove = "removeStageRoot(root: '" + root + "')";
    run(build, "node { " + remove + "; " + remove + " }", agent);
    assertFalse(Files.exists(agent.workspace().resolve(root)));
  }

  @Test
  public void keepsTheRootOfAStageThatFailedAndItsLogs() throws Exception {
    Agent agent = SDK.agent("kept");
    PipelineBuild build = SDK.job().newBuild();
    String failing = "node { checkout scm; bootstrapSdk(version: '1.0+a', keep: 'failed') }";
    failAt(2, build, failing, agent);
    assertNothingLeft(agent);
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
      failAt(3, other, failing, agent);
      assertFalse(Files.exists(root));
      assertTrue(Files.exists(kept(agent, "stage3-" + SmallSdk.arch() + "-1.0+a")));
      configuration.setKeptGigabytes(0);
      PipelineBuild none = SDK.job().newBuild();
      failAt(2, none, failing, agent);
      assertThat(none.log(), containsString("the root is not kept: it uses "));
      assertFalse(Files.exists(root));
      assertNothingLeft(agent);
      assertTrue(none.getAction(SdkBuildAction.class).getFailed().get(0).getRoot().isEmpty());
    } finally {
      SdkBootstrapConfiguration fresh = new SdkBootstrapConfiguration();
      configuration.setKeptRoots(fresh.getKeptRoots());
      configuration.setKeptGigabytes(fresh.getKeptGigabytes());
    }
  }

  @Test
  public void replacesAndRemovesNothingButRoots() throws Exception {
    Agent agent = SDK.agent("careful");
    Path folder = Files.createDirectories(agent.workspace().resolveSibling("work"));
    Path file = Files.writeString(folder.resolve("thesis"), "of years");
    PipelineBuild build = SDK.job().newBuild();
    for (String root : List.of("../work", ".", "..", "/")) {
      for (String call :
          List.of("unpackSeed(seed: 'seed.tar', root: '%s')", "removeStageRoot(root: '%s')")) {
        AbortException e =
            assertThrows(
                AbortException.class,
                () -> run(build, "node { checkout scm; " + call.formatted(root) + " }", agent));
        String line =
            root.equals("../work") ? "exists and is not a root" : "would replace the workspace";
        assertThat(e.getMessage(), containsString(line));
      }
    }
    assertEquals("of years", Files.readString(file));
  }

  @Test
  public void bootstrapsAgainFromAStageOfAnotherBuild() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("from");
    run(job.newBuild(), ON_ONE_NODE, agent);
    PipelineBuild second = job.newBuild();
    run(
        second,
        "node { checkout scm; bootstrapSdk(version: '1.0+a', fromStage: 3, fromBuild: '1') }",
        agent);
    assertEquals(
        List.of(StageEntry.State.REUSED, StageEntry.State.REUSED, StageEntry.State.BUILT),
        states(second));
  }

  @Test
  public void aReplayNeedsNothingSaidInThePipeline() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("replay");
    String script = "node { checkout scm; bootstrapSdk() }";
    PipelineBuild first = job.newBuild();
    run(first, script, agent);
    StageEntry stage = first.getAction(SdkBuildAction.class).getStages().get(1);
    PipelineBuild second = job.newBuild();
    second.addAction(new ReplayRequest(stage.getSdk(), stage.getArch(), stage.getVersion(), 1, 2));
    Map<?, ?> sdk = (Map<?, ?>) run(second, script, agent);
    assertEquals(stage.getVersion(), sdk.get("version"));
    assertEquals(
        List.of(StageEntry.State.REUSED, StageEntry.State.BUILT, StageEntry.State.BUILT),
        states(second));
  }

  @Test
  public void aTarballThatIsGoneEndsReuseWithALine() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("gone");
    PipelineBuild first = job.newBuild();
    run(first, ON_ONE_NODE, agent);
    Files.delete(
        first.artifacts().resolve("small-sdk/stage2-" + SmallSdk.arch() + "-1.0+a.tar.zst"));
    PipelineBuild second = job.newBuild();
    run(second, ON_ONE_NODE, agent);
    assertThat(second.log(), containsString("of build #1 is missing"));
    assertEquals(
        List.of(StageEntry.State.REUSED, StageEntry.State.BUILT, StageEntry.State.BUILT),
        states(second));
  }

  @Test
  public void aTarballWithOtherBytesEndsReuseWithALine() throws Exception {
    PipelineJob job = SDK.job();
    PipelineBuild first = job.newBuild();
    failAt(3, first, ON_ONE_NODE, SDK.agent("sound"));
    changeAByte(
        first.artifacts().resolve("small-sdk/stage2-" + SmallSdk.arch() + "-1.0+a.tar.zst"));
    PipelineBuild second = job.newBuild();
    run(second, ON_ONE_NODE, SDK.agent("other"));
    assertThat(second.log(), containsString("stage2-" + SmallSdk.arch() + "-1.0+a.tar.zst of "));
    assertThat(second.log(), containsString(", not the expected sha256:"));
    assertEquals(
        List.of(StageEntry.State.REUSED, StageEntry.State.BUILT, StageEntry.State.BUILT),
        states(second));
  }

  @Test
  public void anAgentWhoseCopyIsDamagedFetchesItAgain() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("rotten");
    PipelineBuild first = job.newBuild();
    failAt(3, first, ON_ONE_NODE, agent);
    Path tarball =
        first.artifacts().resolve("small-sdk/stage2-" + SmallSdk.arch() + "-1.0+a.tar.zst");
    changeAByte(agent.cache().resolve("sha256-" + FileDigest.sha256(tarball).hex()));
    PipelineBuild second = job.newBuild();
    run(second, ON_ONE_NODE, agent);
    assertThat(second.log(), containsString("the agent's copy of small-sdk/stage2-"));
    assertEquals(
        List.of(StageEntry.State.REUSED, StageEntry.State.REUSED, StageEntry.State.BUILT),
        states(second));
  }

  /** Runs a build in which a stage fails, as it would for a package that does not build. */
  private static void failAt(int stage, PipelineBuild build, String script, Agent agent)
      throws Exception {
    SDK.fail(stage, true);
    try {
      assertThrows(Exception.class, () -> run(build, script, agent));
    } finally {
      SDK.fail(stage, false);
    }
  }

  private static void changeAByte(Path file) throws Exception {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.delete(file); // it may be a further name of another one
    Files.write(file, content);
  }

  @Test
  public void aRecordThatCannotBeReadEndsReuseWithALine() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("unreadable");
    PipelineBuild first = job.newBuild();
    run(first, ON_ONE_NODE, agent);
    Files.writeString(
        first.artifacts().resolve("small-sdk/stage3-" + SmallSdk.arch() + "-1.0+a.intoto.json"),
        "{");
    PipelineBuild second = job.newBuild();
    run(second, ON_ONE_NODE, agent);
    assertThat(second.log(), containsString("build #1 has it, but stage3-"));
    assertEquals(
        List.of(StageEntry.State.REUSED, StageEntry.State.REUSED, StageEntry.State.BUILT),
        states(second));
  }

  @Test
  public void theSeedTravelsBetweenAgents() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    Agent one = SDK.agent("linux1");
    Agent two = SDK.agent("linux2");
    run(build, "bootstrapSdk(label: 'linux', version: '1.0+b')", one, two);
    List<String> nodes =
        build.getAction(SdkBuildAction.class).getStages().stream()
            .map(StageEntry::getNode)
            .toList();
    // The plan was made on the first of them.
    assertEquals(List.of("linux2", "linux1", "linux2"), nodes);
    assertNothingLeft(one);
    assertNothingLeft(two);
  }

  @Test
  public void anAgentFetchesNothingItHasMade() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    run(build, ON_ONE_NODE, SDK.agent("cached"));
    assertThat(build.log(), containsString("the agent has small-sdk/stage1-" + SmallSdk.arch()));
    assertThat(build.log(), containsString("the agent has small-sdk/stage2-" + SmallSdk.arch()));
    assertThat(build.log(), not(containsString("fetch small-sdk")));
  }

  @Test
  public void aClosurePreparesEachNode() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    run(
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
            run(
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
    run(build, ON_ONE_NODE, SDK.agent("release"));
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
  public void aBuildInWhichNothingChangedTakesTheStagesOfTheOneBefore() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("nightly");
    String script =
        "node { checkout scm; append(file: 'sdk.yaml', text: 'reuse: inputs'); %s"
            + " return bootstrapSdk(version: '%s') }";
    PipelineBuild first = job.newBuild();
    assertEquals(true, ((Map<?, ?>) run(first, script.formatted("", "1"), agent)).get("changed"));
    PipelineBuild second = job.newBuild();
    Map<?, ?> sdk = (Map<?, ?>) run(second, script.formatted("", "2"), agent);
    assertEquals(false, sdk.get("changed"));
    assertEquals("2", sdk.get("version"));
    assertEquals(1, sdk.get("build"));
    assertEquals("small-sdk/stage3-" + SmallSdk.arch() + "-1.tar.zst", sdk.get("tarball"));
    assertThat(second.log(), containsString(", of small-sdk 1 for " + SmallSdk.arch()));
    assertEquals(List.of(1, 2, 3), numbers(second));
    assertFalse(Files.exists(second.artifacts()));
    PipelineBuild third = job.newBuild();
    run(third, script.formatted("append(file: 'repos/base/README', text: 'more');", "3"), agent);
    assertThat(third.log(), containsString("since 1: repo base: tree sha256:"));
    assertEquals(
        List.of(StageEntry.State.REUSED, StageEntry.State.BUILT, StageEntry.State.BUILT),
        states(third));
    // What it would stand on is gone with its build.
    job.remove(1);
    PipelineBuild fourth = job.newBuild();
    run(fourth, script.formatted("", "4"), agent);
    assertEquals(
        List.of(StageEntry.State.BUILT, StageEntry.State.BUILT, StageEntry.State.BUILT),
        states(fourth));
  }

  @Test
  public void aStageThatCameToTheSameBytesLetsTheNextBeTaken() throws Exception {
    Path one = SDK.source().resolve("stages/one.sh");
    Files.copy(SDK.source().resolve("stages/stage.sh"), one);
    String yaml = Files.readString(SDK.source().resolve("sdk.yaml"));
    Files.writeString(
        SDK.source().resolve("own-first.yaml"),
        yaml.replaceFirst("stages/stage.sh", "stages/one.sh") + "reuse: inputs\n");
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("cutoff");
    String script = "node { checkout scm; return bootstrapSdk(config: 'own-first.yaml', %s) }";
    run(job.newBuild(), script.formatted("version: '1'"), agent);
    Files.writeString(one, "# does what it did\n", StandardOpenOption.APPEND);
    PipelineBuild second = job.newBuild();
    Map<?, ?> sdk = (Map<?, ?>) run(second, script.formatted("version: '2'"), agent);
    assertEquals(
        List.of(StageEntry.State.BUILT, StageEntry.State.REUSED, StageEntry.State.REUSED),
        states(second));
    assertEquals(true, sdk.get("changed"));
    assertEquals(1, sdk.get("build"));
    assertThat(second.log(), containsString("stage 2: reuse, one that was made from the same"));
    // Whoever asks for all of them gets all of them.
    PipelineBuild third = job.newBuild();
    run(third, script.formatted("version: '3', rebuild: true"), agent);
    PipelineBuild fourth = job.newBuild();
    run(fourth, script.formatted("version: '3', fromStage: 2"), agent);
    assertEquals(Collections.nCopies(3, StageEntry.State.BUILT), states(third));
    assertEquals(
        List.of(StageEntry.State.REUSED, StageEntry.State.BUILT, StageEntry.State.BUILT),
        states(fourth));
  }

  @Test
  public void saysBeforeAnyStageWhatWouldStopALaterOne() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    String script =
        "node { checkout scm; append(file: 'stages/crlf.sh', text: '#!/bin/sh\\r');"
            + " append(file: 'sdk.yaml', text: '  - {name: more, script: stages/crlf.sh}');"
            + " bootstrapSdk(version: '1') }";
    AbortException e =
        assertThrows(AbortException.class, () -> run(build, script, SDK.agent("crlf")));
    assertThat(e.getMessage(), containsString("CR LF"));
    assertEquals(List.of(), numbers(build));
    assertThat(build.log(), not(containsString("unpack")));
  }

  private static StageRecord record(PipelineBuild build, int stage) throws Exception {
    StageEntry entry =
        build.getAction(SdkBuildAction.class).getStages().stream()
            .filter(s -> s.getNumber() == stage)
            .findFirst()
            .orElseThrow();
    return StageRecord.parse(
        "record", Files.readAllBytes(build.artifacts().resolve(entry.getRecord())));
  }

  /** By hand, with something between the steps. */
  private static String byHand(String afterChroot) {
    return """
    node {
      checkout scm
      unpackSeed(seed: 'seeds/seed.tar', root: 'r')
      chrootStage(stage: 1, root: 'r', config: 'sdk.yaml', version: '1.0+a')
      %s
      archiveStageRoot(stage: 1, root: 'r', version: '1.0+a', removeRoot: true)
    }
    """
        .formatted(afterChroot);
  }

  @Test
  public void theRecordNamesTheScriptThatRanWhateverBecameOfItSince() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    Agent agent = SDK.agent("entered");
    run(build, byHand("append(file: 'stages/stage.sh', text: 'true')"), agent);
    StageRecord record = record(build, 1);
    Digest ran = FileDigest.sha256(SDK.source().resolve("stages/stage.sh"));
    assertEquals(ran, record.inputs().script());
    assertEquals(1, record.run().changes().size());
    InputChange change = record.run().changes().get(0);
    assertEquals("script", change.input());
    assertEquals(ran.toString(), change.entered());
    assertEquals(
        FileDigest.sha256(agent.workspace().resolve("stages/stage.sh")).toString(), change.ended());
    assertThat(build.log(), containsString("script changed while the stage ran"));
  }

  @Test
  public void whatNoStepHasEnteredIsNotArchived() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    AbortException e =
        assertThrows(
            AbortException.class,
            () ->
                run(
                    build,
                    "node { checkout scm; unpackSeed(seed: 'seeds/seed.tar', root: 'r');"
                        + " archiveStageRoot(stage: 1, root: 'r', version: '1') }",
                    SDK.agent("not-entered")));
    assertThat(e.getMessage(), containsString("has not run a stage in "));
  }

  @Test
  public void sdkYamlIsReadOnceForABootstrap() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    run(build, byHand("append(file: 'sdk.yaml', text: 'no: such key')"), SDK.agent("once"));
    assertEquals("first", record(build, 1).inputs().spec().name());
  }

  @Test
  public void theSameBootstrapTwiceInOneBuildIsRefusedInOneLine() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    AbortException e =
        assertThrows(
            AbortException.class,
            () ->
                run(
                    build,
                    """
                    parallel(
                        a: { bootstrapSdk(label: 'twice', version: '1') },
                        b: { bootstrapSdk(label: 'twice', version: '1') })
                    """,
                    SDK.agent("twice1"),
                    SDK.agent("twice2")));
    assertThat(e.getMessage(), containsString("this build bootstraps small-sdk 1 for "));
    assertEquals("the other branch goes on", List.of(1, 2, 3), numbers(build));
  }

  @Test
  public void aSecondBuildWaitsForTheFirstAndTakesWhatThatMade() throws Exception {
    PipelineJob job = SDK.job();
    PipelineBuild first = job.newBuild();
    PipelineBuild second = job.newBuild();
    FutureTask<Object> running =
        new FutureTask<>(() -> run(first, ON_ONE_NODE, SDK.agent("turn1")));
    new Thread(running).start();
    while (numbers(first).isEmpty()) {
      Thread.sleep(50);
    }
    run(second, "bootstrapSdk(label: 'turn2', version: '1.0+a')", SDK.agent("turn2"));
    running.get();
    assertThat(
        second.log(), containsString("Waiting for sdk #1, which makes small-sdk 1.0+a for "));
    assertEquals(
        List.of(StageEntry.State.REUSED, StageEntry.State.REUSED, StageEntry.State.REUSED),
        states(second));
  }

  @Test
  public void lookingAtABuildGivesItNoAction() throws Exception {
    PipelineJob job = SDK.job();
    PipelineBuild other = job.newBuild();
    other.end(Result.SUCCESS);
    run(job.newBuild(), ON_ONE_NODE, SDK.agent("looks"));
    assertNull(other.getAction(SdkBuildAction.class));
  }

  @Test
  public void saysInOneLineWhatIsWrongWithAnArgument() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    Agent agent = SDK.agent("wrong");
    Map<String, String> wrong =
        pairs(
            "bootstrapSdk(onDrift: 'ignore')",
            "bootstrapSdk: onDrift 'ignore': it is one of reuse, rebuild, fail",
            "bootstrapSdk(version: '1.0 2')",
            "bootstrapSdk: not a version: '1.0 2'; use letters",
            "bootstrapSdk(compression: 'rar')",
            "bootstrapSdk: compression 'rar': it is one of",
            "bootstrapSdk(fromstage: 2, version: '1')",
            "bootstrapSdk: no parameter 'fromstage'; there are arch, compression, config,"
                + " fromBuild",
            "unpackSeed(seed: 'a.tar', root: '')",
            "unpackSeed: root is missing",
            "unpackSeed(seed: 'a.tar', root: 'r', digest: 'md5:00')",
            "unpackSeed: unknown digest algorithm 'md5'; use",
            "chrootStage(stage: 0, root: 'r', script: 'true')",
            "chrootStage: stage 0: stages count from 1",
            "chrootStage(stage: 1, root: 'r')",
            "chrootStage: give either config, an sdk.yaml, or script, a shell script",
            "archiveStageRoot(stage: 1, root: 'r', privilege: 'please')",
            "archiveStageRoot: privilege 'please': it is one of",
            "bootstrapSdk(keep: 'some')",
            "bootstrapSdk: keep 'some': it is one of true, failed, false",
            "archiveStageRoot(stage: 1, root: 'r')",
            "by unpackSeed, so nothing is known of its seed");
    wrong.forEach(
        (call, line) -> {
          AbortException e =
              assertThrows(
                  call,
                  AbortException.class,
                  () -> run(build, "node { checkout scm; " + call + " }", agent));
          assertThat(e.getMessage(), containsString(line));
          assertEquals(Result.FAILURE, build.getResult());
        });
  }

  private static Map<String, String> pairs(String... words) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      pairs.put(words[i], words[i + 1]);
    }
    return pairs;
  }

  private static Path kept(Agent agent, String stem) {
    return agent.cache().resolveSibling("sdk-bootstrap-kept/small-sdk/failed-" + stem);
  }

  private static Object run(PipelineBuild build, String script, Agent... agents) throws Exception {
    try {
      return build.run(SDK.pipeline(agents), script);
    } catch (Exception e) {
      e.addSuppressed(new Exception(build.log()));
      throw e;
    }
  }

  private static List<Integer> numbers(PipelineBuild build) {
    return SdkBuildAction.find(build).stream()
        .flatMap(action -> action.getStages().stream())
        .map(StageEntry::getNumber)
        .toList();
  }

  private static List<StageEntry.State> states(PipelineBuild build) {
    return build.getAction(SdkBuildAction.class).getStages().stream()
        .map(StageEntry::getState)
        .toList();
  }

  private static void assertNothingLeft(Agent agent) throws Exception {
    for (Path folder :
        List.of(
            agent.workspace().resolve("sdk-bootstrap"),
            agent.workspace().resolveSibling("sdk@tmp"))) {
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          assertEquals(List.of(), files.filter(Files::isRegularFile).toList());
        }
      }
    }
  }
}
