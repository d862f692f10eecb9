package io.jenkins.plugins.sdkbootstrap.steps;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.AbortException;
import hudson.model.Computer;
import hudson.model.Result;
import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.build.SdkBuildAction;
import io.jenkins.plugins.sdkbootstrap.build.StageEntry;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import io.jenkins.plugins.sdkbootstrap.provenance.InputChange;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Pipelines that call the steps themselves, and what the steps refuse. */
@Category(Mounts.class)
public class StepsByHandTest {

  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  @Test
  public void beginsWhenTheAgentIsKnownAgain() throws Exception {
    Agent agent = SDK.agent("late");
    agent.disconnect();
    PipelineBuild build = SDK.job().newBuild();
    Computer.threadPoolForRemoting.submit(
        () -> {
          TimeUnit.SECONDS.sleep(2);
          agent.connect();
          return null;
        });
    SDK.run(
        build, "node { checkout scm; unpackSeed(seed: 'seeds/seed.tar', root: 'root') }", agent);
    assertThat(build.log(), containsString("Waiting for the agent"));
    assertTrue(Files.isDirectory(agent.workspace().resolve("root/bin")));
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
                () -> SDK.run(build, "node { checkout scm; " + call.formatted(root) + " }", agent));
        String line =
            root.equals("../work") ? "exists and is not a root" : "would replace the workspace";
        assertThat(e.getMessage(), containsString(line));
      }
    }
    assertEquals("of years", Files.readString(file));
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
    SDK.run(build, byHand("append(file: 'stages/stage.sh', text: 'true')"), agent);
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
                SDK.run(
                    build,
                    "node { checkout scm; unpackSeed(seed: 'seeds/seed.tar', root: 'r');"
                        + " archiveStageRoot(stage: 1, root: 'r', version: '1') }",
                    SDK.agent("not-entered")));
    assertThat(e.getMessage(), containsString("has not run a stage in "));
  }

  @Test
  public void sdkYamlIsReadOnceForABootstrap() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    SDK.run(build, byHand("append(file: 'sdk.yaml', text: 'no: such key')"), SDK.agent("once"));
    assertEquals("first", record(build, 1).inputs().spec().name());
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
            "bootstrapSdk(fromStage: 'x')",
            "bootstrapSdk: fromStage 'x': it is a whole number",
            "bootstrapSdk(rebuild: 'yes')",
            "bootstrapSdk: rebuild 'yes': it is true or false",
            "bootstrapSdk(reuseFrom: [null])",
            "bootstrapSdk: reuseFrom: value 1 is null",
            "bootstrapSdk(reuseFrom: '/none')",
            "there is no job /none whose artifacts this build may read",
            "bootstrapSdk(fromBuild: 99)",
            "there is no build 99 of ",
            "chrootStage(stage: 1, root: 'r', script: 'true', repos: [null])",
            "chrootStage: repos: value 1 is null",
            "removeStageRoot(root: 'sdk.yaml')",
            "sdk.yaml is a file, not a root; name another directory",
            "unpackSeed(seed: 'seeds/seed.tar', root: 'sdk.yaml')",
            "sdk.yaml is a file, not a root; name another directory",
            "unpackSeed(seed: 'seeds/seed.tar', root: 'sdk.yaml/root')",
            "sdk.yaml is a file, so no root can be in it",
            "unpackSeed(seed: 'seeds/seed.tar', root: 'a\\u0000b')",
            "unpackSeed: root has a NUL in it",
            "archiveStageRoot(stage: 1, root: 'r')",
            "by unpackSeed, so nothing is known of its seed");
    wrong.forEach(
        (call, line) -> {
          AbortException e =
              assertThrows(
                  call,
                  AbortException.class,
                  () -> SDK.run(build, "node { checkout scm; " + call + " }", agent));
          assertThat(e.getMessage(), containsString(line));
          assertEquals(Result.FAILURE, build.getResult());
        });
  }

  @Test
  public void saysThatTheControllersDiskIsFullAndStopsArchiving() throws Exception {
    PipelineBuild build = SDK.job().newBuild();
    Agent agent = SDK.agent("fills");
    Path artifacts = Files.createDirectories(build.artifacts());
    mount("mount", "-t", "tmpfs", "-o", "size=256k", "none", artifacts.toString());
    try {
      AbortException e =
          assertThrows(
              AbortException.class,
              () ->
                  SDK.run(
                      build,
                      byHand(
                          """
                          append(file: 'r/tmp/stage1root/large', text: 'bulk' * 1000000)
                          archiveStageRoot(
                              stage: 1, root: 'r', version: '1.0+a', compression: 'none')
                          """),
                      agent));
      assertThat(e.getMessage(), containsString("cannot write " + artifacts));
      assertThat(e.getMessage(), containsString("No space left on device"));
      assertThat("it stopped", build.log(), not(containsString("archive: 4 MB")));
      try (Stream<Path> left = Files.walk(artifacts)) {
        assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
      }
      agent.assertNothingLeft();
    } finally {
      mount("umount", artifacts.toString());
    }
  }

  private static void mount(String... command) throws Exception {
    assertEquals(0, Tool.run(List.of(command)).status());
  }

  private static Map<String, String> pairs(String... words) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      pairs.put(words[i], words[i + 1]);
    }
    return pairs;
  }
}
