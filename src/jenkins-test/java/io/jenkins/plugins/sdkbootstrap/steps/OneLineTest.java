package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import hudson.model.Label;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What can be foreseen to fail is a line of the build log, and no stack trace. */
public class OneLineTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  @BeforeClass
  public static void startAgent() throws Exception {
    JENKINS.createOnlineSlave(Label.get("remote"));
  }

  private static void assertOneLine(String steps, String line) throws Exception {
    String script = "node('remote') {\n" + SDK.copy() + steps + "\n}";
    WorkflowRun build = Jobs.fail(JENKINS, "fails", script, line);
    JENKINS.assertLogNotContains("\tat ", build);
    List<String> errors = build.getLog(1000).stream().filter(l -> l.startsWith("ERROR: ")).toList();
    assertEquals(errors.toString(), 1, errors.size());
  }

  @Test
  public void whateverIsWrongWithWhatTheStepsAreGiven() throws Exception {
    String unpack = "unpackSeed(seed: 'seed.tar', root: 'r')\n";
    String enter = "chrootStage(stage: 1, root: 'r', config: 'sdk.yaml', version: '1')\n";
    String archive = "archiveStageRoot(stage: 1, root: 'r', version: '1')";
    Map<String, String> cases = new LinkedHashMap<>();
    cases.put(
        "unpackSeed(seed: 'seed.tar', root: 'r', digest: 'sha256:" + "0".repeat(64) + "')",
        "seed.tar is not the archive that was expected: its digest is sha256:");
    cases.put("unpackSeed(seed: 'none.tar', root: 'r')", "none.tar");
    cases.put("unpackSeed(seed: 'sdk.yaml', root: 'r')", "sdk.yaml");
    cases.put(
        "unpackSeed(seed: 'https://localhost:9/x#sha256=" + "0".repeat(64) + "', root: 'r')",
        "cannot fetch the seed https://localhost:9/x");
    cases.put("unpackSeed(seed: 'x', root: 'r', fromBuild: '99')", "there is no build 99");
    cases.put("sh 'echo x > file'\nunpackSeed(seed: 'seed.tar', root: 'file/r')", "file");
    cases.put("bootstrapSdk(fromBuild: 99, version: 5)", "there is no build 99");
    cases.put("bootstrapSdk(reuseFrom: '/none')", "there is no job /none");
    cases.put("bootstrapSdk(fromStage: 'x')", "fromStage 'x': it is a whole number");
    cases.put("bootstrapSdk(reuseFrom: [null])", "reuseFrom: value 1 is null");
    cases.put("chrootStage(stage: 1, root: 'r', script: 'x', env: [null])", "env: value 1 is null");
    cases.put("removeStageRoot 'sdk.yaml'", "sdk.yaml is a file, not a root");
    cases.put("bootstrapSdk(config: 'none.yaml')", "there is no none.yaml");
    cases.put("sh 'echo no: such >> sdk.yaml'\nbootstrapSdk()", "sdk.yaml:");
    cases.put("sh 'rm stages/two.sh'\nbootstrapSdk()", "two.sh' does not exist");
    cases.put("bootstrapSdk(seed: 'none.tar')", "none.tar' does not exist");
    cases.put("bootstrapSdk(fromStage: 2, version: '7')", "the bootstrap cannot be done");
    cases.put("chrootStage(stage: 1, root: 'none', script: 'stages/one.sh')", "there is no root");
    cases.put(unpack + "chrootStage(stage: 1, root: 'r', script: 'none.sh')", "there is no script");
    cases.put(
        unpack + "chrootStage(stage: 7, root: 'r', config: 'sdk.yaml', version: '1')",
        "there is no stage 7; there are 2");
    cases.put(archive, "has not unpacked ");
    cases.put(unpack + archive, "has not run a stage in ");
    cases.put(
        unpack + enter + "sh 'rm -rf r/tmp/stage1root'\n" + archive, "the script made no root");
    cases.put(
        unpack
            + enter
            + "try { chrootStage(stage: 1, root: 'r', config: 'sdk.yaml', version: '1') }\n"
            + "catch (e) { echo 'it was not entered' }\n"
            + archive,
        "the last chrootStage in ");
    cases.put(
        "sh 'touch repos/base/fail1'\nbootstrapSdk(version: '8')", "script returned exit code 3");
    for (Map.Entry<String, String> each : cases.entrySet()) {
      assertOneLine(each.getKey(), each.getValue());
    }
  }

  private interface OnDisk {
    void with(Path place) throws Exception;
  }

  private static void assumeMounts() {
    assumeTrue(
        "needs root, to mount a small file system", Files.isWritable(Path.of("/proc/1/mem")));
  }

  private static void onSmallDisk(String size, OnDisk test) throws Exception {
    assumeMounts();
    Path place = Files.createTempDirectory(Path.of("/tmp"), "sdkboot-full");
    mount("mount", "-t", "tmpfs", "-o", "size=" + size, "none", place.toString());
    try {
      test.with(place);
    } finally {
      mount("umount", "--lazy", place.toString()); // a process may still have its log there
      Files.delete(place);
    }
  }

  @Test
  public void aFullDisk() throws Exception {
    onSmallDisk(
        "256k",
        place -> {
          assertOneLine("unpackSeed(seed: 'seed.tar', root: '" + place + "/r')", "No space left");
          assertEquals(List.of(), List.of(place.toFile().list()));
        });
  }

  @Test
  public void aFullDiskOfTheController() throws Exception {
    assumeMounts();
    Path builds = JENKINS.jenkins.getRootDir().toPath().resolve("jobs/fails/builds");
    String folder = "'" + builds + "'/$BUILD_NUMBER/archive";
    try {
      assertOneLine(
          """
          unpackSeed(seed: 'seed.tar', root: 'r')
          chrootStage(stage: 1, root: 'r', config: 'sdk.yaml', version: '1')
          sh 'head -c 5000000 /dev/urandom > r/tmp/stage1root/large'
          sh "mkdir %1$s; mount -t tmpfs -o size=256k none %1$s"
          archiveStageRoot(stage: 1, root: 'r', version: '1')
          """
              .formatted(folder),
          "No space left on device");
      mount("sh", "-c", "test -z \"$(find '" + builds + "'/*/archive -type f)\"");
    } finally {
      mount("sh", "-c", "umount '" + builds + "'/*/archive");
    }
  }

  @Test
  public void aDiskThatAStageFills() throws Exception {
    onSmallDisk(
        "60m",
        place -> {
          String script =
              "node('remote') {\nws('"
                  + place
                  + "/ws') {\n"
                  + SDK.copy()
                  + "sh 'echo \"cat /dev/zero > \\$STAGE_ROOT/all\" >> stages/one.sh'\n"
                  + "bootstrapSdk(version: '1')\n}\n}";
          WorkflowRun build = Jobs.fail(JENKINS, "filled", script, "No space left on device");
          JENKINS.assertLogContains("ERROR: script returned exit code 1", build);
        });
  }

  private static void mount(String... command) throws Exception {
    Tool.Result<String> result = Tool.run(List.of(command));
    assertEquals(result.firstLine(), 0, result.status());
  }
}
