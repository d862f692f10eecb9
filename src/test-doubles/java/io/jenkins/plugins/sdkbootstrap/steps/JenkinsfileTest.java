package io.jenkins.plugins.sdkbootstrap.steps;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.startsWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.build.RetentionProperty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Runs the project's own Jenkinsfile, with the small SDK in place of the mini SDK. */
@Category(Mounts.class)
public class JenkinsfileTest {

  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  @Test
  public void buildsThePluginAndThenBootstrapsAnSdk() throws Exception {
    PipelineJob job = SDK.job();
    Agent agent = SDK.agent("jenkinsfile");
    List<String> commands = new ArrayList<>();
    Pipeline pipeline =
        SDK.pipeline(agent)
            .with("params", Map.of("VERSION", ""))
            .withStep("properties", (build, on, call) -> null)
            .withStep("parameters", (build, on, call) -> null)
            .withStep("string", (build, on, call) -> null)
            .withStep(
                "sdkRetention",
                (build, on, call) -> {
                  Map<String, Object> rule = call.named();
                  job.addProperty(
                      new RetentionProperty((int) rule.get("stages"), (int) rule.get("sdks")));
                  return null;
                })
            .withStep("archiveArtifacts", (build, on, call) -> null)
            .withStep(
                "sh",
                (build, on, call) -> {
                  commands.add((String) call.argument());
                  if (commands.size() == 2) {
                    SDK.copyTo(on.workspace().resolve("mini-sdk"));
                  }
                  return null;
                });
    PipelineBuild build = job.newBuild();
    build.run(pipeline, Files.readString(Path.of("Jenkinsfile")));
    assertEquals("mvn -B verify", commands.get(0));
    assertThat(commands.get(1), containsString("docs/examples/mini-sdk/run.sh --prepare"));
    assertTrue(Files.isRegularFile(Path.of("docs/examples/mini-sdk/run.sh")));
    assertEquals(
        List.of(
            "Build and test",
            "Sources and seed",
            "SDK stage 1: first",
            "SDK stage 2: second",
            "SDK stage 3: SDK"),
        build.stages());
    String[] lines = build.log().split("\n");
    assertThat(lines[lines.length - 1], startsWith("small-sdk "));
    assertTrue(job.getProperty(RetentionProperty.class) != null);
  }
}
