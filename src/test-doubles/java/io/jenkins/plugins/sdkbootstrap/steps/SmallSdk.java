package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assume.assumeTrue;

import hudson.ExtensionList;
import io.jenkins.plugins.sdkbootstrap.chroot.Finding;
import io.jenkins.plugins.sdkbootstrap.chroot.Preflight;
import io.jenkins.plugins.sdkbootstrap.chroot.PrivilegeSetting;
import io.jenkins.plugins.sdkbootstrap.chroot.SmallRoot;
import io.jenkins.plugins.sdkbootstrap.process.RootRemoval;
import io.jenkins.plugins.sdkbootstrap.settings.SdkBootstrapConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.rules.ExternalResource;

/**
 * An SDK made of this machine's shell: its sources, which a checkout brings to an agent, and agents
 * that have the right to bootstrap it.
 */
final class SmallSdk extends ExternalResource {

  static final String ON_ONE_NODE = "node { checkout scm; return bootstrapSdk(version: '1.0+a') }";

  /** A script for each of its stages: hands its own root on. */
  private static final String SCRIPT =
      """
      set -eu
      if [ -e "/repos/base/fail-$STAGE" ]; then
        echo "why" >/tmp/why.log
        mkdir "$STAGE_ROOT/log"
        echo "new" >"$STAGE_ROOT/log/new.log"
        echo "stage $STAGE fails as it is told to"
        exit 3
      fi
      for directory in bin lib lib64 usr; do
        [ ! -d "/$directory" ] || cp -a "/$directory" "$STAGE_ROOT/"
      done
      mkdir "$STAGE_ROOT/tmp" "$STAGE_ROOT/etc"
      echo "${SDK_NAME-} ${SDK_VERSION-} $SDK_ARCH, stage $STAGE" > "$STAGE_ROOT/etc/made-by"
      """;

  private static final String CONFIG =
      """
      name: small-sdk
      arch: %s
      seed: seeds/seed.tar
      repos:
        base: {path: repos/base, mount: /repos/base}
      logs: ['/tmp/*.log', /log/*.log]
      stages:
        - {name: first, script: stages/stage.sh, network: false, repos: seed}
        - {name: second, script: stages/stage.sh, network: false, isolated: true}
        - {name: SDK, script: stages/stage.sh, network: false, isolated: true, archiveRepos: true}
      """;

  private Path scratch;
  private Preflight preflight;

  @Override
  protected void before() throws Throwable {
    scratch = Files.createTempDirectory("sdkboot-pipeline").toRealPath();
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    preflight =
        Preflight.check(new Preflight.Need(PrivilegeSetting.parse("auto"), scratch, arch(), 0, 0));
    if (preflight.privilege().isEmpty()) {
      Files.delete(scratch);
    }
    assumeTrue(
        "needs the right to enter a chroot: "
            + preflight.findings().stream().map(Finding::line).toList(),
        preflight.privilege().isPresent());
    ExtensionList.set(SdkBootstrapConfiguration.class, new SdkBootstrapConfiguration());
    Path root = SmallRoot.create(scratch.resolve("root"), List.of("sh", "cp", "mkdir"));
    for (String directory : List.of("seeds", "stages", "repos/base")) {
      Files.createDirectories(source().resolve(directory));
    }
    Files.writeString(source().resolve("sdk.yaml"), CONFIG.formatted(arch()));
    Files.writeString(source().resolve("stages/stage.sh"), SCRIPT);
    Files.writeString(source().resolve("repos/base/README"), "packages\n");
    Path seed = source().resolve("seeds/seed.tar");
    run("tar", "-C", root.toString(), "--owner=0", "--group=0", "-cf", seed.toString(), ".");
  }

  @Override
  protected void after() {
    try {
      RootRemoval.remove(scratch, preflight.privilege().orElseThrow());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** This machine's architecture. */
  static String arch() {
    return System.getProperty("os.arch");
  }

  /** A new agent with nothing on it. */
  Agent agent(String name) throws Exception {
    return new Agent(name, Files.createDirectories(scratch.resolve("agents").resolve(name)));
  }

  /** A new job. */
  PipelineJob job() throws Exception {
    return new PipelineJob(Files.createTempDirectory(scratch, "job"));
  }

  /** What is checked out: the sdk.yaml and its files. */
  Path source() {
    return scratch.resolve("source");
  }

  /** Steps that every Pipeline here has, on these agents. */
  Pipeline pipeline(Agent... agents) {
    return new Pipeline(agents)
        .with("scm", "the repository")
        .withStep(
            "checkout",
            (build, agent, call) -> {
              run("rm", "-rf", agent.workspace().resolve("repos").toString());
              copyTo(agent.workspace());
              return null;
            })
        .withStep(
            "append",
            (build, agent, call) ->
                Files.writeString(
                        agent.workspace().resolve((String) call.named().get("file")),
                        call.named().get("text") + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)
                    .toString());
  }

  /** Brings the sources to a directory. */
  void copyTo(Path directory) throws Exception {
    run("mkdir", "-p", directory.toString());
    run("cp", "-a", source() + "/.", directory.toString());
  }

  /** Has a stage fail that sees the repositories. */
  private void fail(int stage, boolean fails) throws Exception {
    Path order = source().resolve("repos/base/fail-" + stage);
    if (fails) {
      Files.createFile(order);
    } else {
      Files.delete(order);
    }
  }

  /** Runs a build in which a stage fails, as it would for a package that does not build. */
  void failAt(int stage, PipelineBuild build, String script, Agent agent) throws Exception {
    fail(stage, true);
    try {
      assertThrows(Exception.class, () -> run(build, script, agent));
    } finally {
      fail(stage, false);
    }
  }

  /** Runs a Pipeline on these agents; where that fails, the log says why. */
  Object run(PipelineBuild build, String script, Agent... agents) throws Exception {
    try {
      return build.run(pipeline(agents), script);
    } catch (Exception e) {
      e.addSuppressed(new Exception(build.log()));
      throw e;
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(output, 0, process.waitFor());
  }
}
