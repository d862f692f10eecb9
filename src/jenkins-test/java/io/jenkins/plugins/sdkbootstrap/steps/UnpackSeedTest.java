package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.User;
import hudson.slaves.DumbSlave;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;

/** Where {@code unpackSeed} gets a seed from, and what it refuses. */
public class UnpackSeedTest {

  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  private static final String OTHER_DIGEST = "sha256:" + "0".repeat(64);

  private static DumbSlave agent;

  @BeforeClass
  public static void startAgent() throws Exception {
    agent = JENKINS.createOnlineSlave(Label.get("remote"));
  }

  private static String digest() throws Exception {
    MessageDigest computation = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(computation.digest(Files.readAllBytes(SDK.seed())));
  }

  private static String onAgent(String steps) {
    return "node('remote') {\n" + SDK.copy() + steps + "\n}";
  }

  @Test
  public void unpacksAFileOfTheAgentAndTellsWhatItIs() throws Exception {
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "file",
            onAgent(
                """
                def seed = unpackSeed(seed: 'seed.tar', root: 'roots/one')
                echo "digest ${seed.digest} size ${seed.size > 100000} entries ${seed.entries > 10}"
                echo "root below the workspace ${seed.root == pwd() + '/roots/one'}"
                sh 'test -x roots/one/bin/sh'
                """));
    JENKINS.assertLogContains("digest sha256:" + digest() + " size true entries true", build);
    JENKINS.assertLogContains("root below the workspace true", build);
  }

  @Test
  public void leavesNothingWhenItIsAborted() throws Exception {
    WorkflowRun build =
        Jobs.begin(
            JENKINS,
            "aborted",
            onAgent(
                """
                sh 'mkdir many && cd many && seq 300000 | xargs touch && tar -cf ../many.tar .'
                unpackSeed(seed: 'many.tar', root: 'roots/many')
                """),
            "[Pipeline] unpackSeed");
    Path roots = Path.of(agent.getRemoteFS()).resolve("workspace/aborted/roots");
    for (int i = 0; names(roots).isEmpty(); i++) {
      assertTrue("a partial root is there", i < 600);
      Thread.sleep(100);
    }
    build.getExecutor().interrupt();
    JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(build));
    JENKINS.assertLogNotContains("\tat ", build);
    for (int i = 0; !names(roots).isEmpty(); i++) {
      assertTrue(names(roots).toString(), i < 300);
      Thread.sleep(100);
    }
  }

  private static List<String> names(Path folder) throws Exception {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  @Test
  public void replacesTheRootThatIsThere() throws Exception {
    Jobs.succeed(
        JENKINS,
        "again",
        onAgent(
            """
            sh 'mkdir root && touch root/of-before'
            unpackSeed(seed: 'seed.tar', root: 'root')
            sh 'test -x root/bin/sh && test ! -e root/of-before'
            """));
  }

  @Test
  public void refusesASeedWithAnotherDigest() throws Exception {
    Jobs.fail(
        JENKINS,
        "digest",
        onAgent(
            "try {\n"
                + ("unpackSeed(seed: 'seed.tar', root: 'root', digest: '" + OTHER_DIGEST + "')\n")
                + "} finally {\n"
                + "sh 'test ! -e root && echo nothing is left'\n"
                + "}"),
        OTHER_DIGEST,
        digest(),
        "nothing is left");
  }

  @Test
  public void saysWhichFileIsMissing() throws Exception {
    Jobs.fail(
        JENKINS,
        "missing",
        onAgent("unpackSeed(seed: 'seeds/no.tar', root: 'root')"),
        "seeds/no.tar");
  }

  @Test
  public void unpacksArtifactsOfAnotherJobAndFetchesEachOnce() throws Exception {
    Jobs.succeed(JENKINS, "producer", onAgent("archiveArtifacts 'seed.tar'"));
    WorkflowRun last =
        Jobs.fail(JENKINS, "producer", onAgent("archiveArtifacts 'seed.tar'\nerror 'bad'"));
    assertEquals(2, last.getNumber());
    String from = "unpackSeed(seed: 'seed.tar', root: 'root', fromJob: 'producer'";
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "consumer",
            onAgent(
                (from + ")\n")
                    + (from + ", fromBuild: '1', digest: 'sha256:" + digest() + "')\n")
                    + (from + ", fromBuild: 'lastSuccessful')\n")
                    + (from + ", fromBuild: 'lastCompleted')\n")
                    // Nothing listens there: it comes from the agent's cache.
                    + "unpackSeed(seed: 'https://127.0.0.1:1/seed.tar', root: 'root', digest:"
                    + (" 'sha256:" + digest() + "')")));
    JENKINS.assertLogContains("the agent already has seed.tar", build);
    JENKINS.assertLogContains("the agent already has https://127.0.0.1:1/seed.tar", build);
    Jobs.fail(
        JENKINS,
        "consumer",
        onAgent(from + ", fromBuild: '3')"),
        "there is no build 3 of producer");
    Jobs.job(JENKINS, "idle", "");
    Jobs.fail(
        JENKINS,
        "consumer",
        onAgent("unpackSeed(seed: 'seed.tar', root: 'root', fromJob: 'idle')"),
        "there is no build lastSuccessful of idle");
    Jobs.fail(
        JENKINS,
        "consumer",
        onAgent("unpackSeed(seed: 'other.tar', root: 'root', fromJob: 'producer')"),
        "has no artifact other.tar");
    Jobs.fail(
        JENKINS,
        "consumer",
        onAgent(from + ", digest: '" + OTHER_DIGEST + "')"),
        "not the expected " + OTHER_DIGEST);
  }

  @Test
  public void leavesNothingOfAnArtifactThatIsDamaged() throws Exception {
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "rotten",
            onAgent(
                """
                unpackSeed(seed: 'seed.tar', root: 'r')
                chrootStage(stage: 1, root: 'r', config: 'sdk.yaml', version: '1')
                archiveStageRoot(stage: 1, root: 'r', version: '1')
                """));
    String tarball = Jobs.stages(build).getStages().get(0).getTarball();
    Path file = build.getRootDir().toPath().resolve("archive").resolve(tarball);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    JENKINS.createOnlineSlave(Label.get("other"));
    Jobs.fail(
        JENKINS,
        "rotten",
        "node('other') {\n"
            + ("try { unpackSeed(seed: '" + tarball + "', root: 'root', fromBuild: '1') }\n")
            + "finally { sh 'ls -A .. ../../sdk-bootstrap-cache .; test ! -e root;"
            + " test -z \"$(find ../../sdk-bootstrap-cache -type f ! -name .lock)\"' }\n}",
        tarball + " of build rotten #1 has sha256:",
        ", not the expected sha256:");
  }

  @Test
  public void unpacksAnArtifactOnTheControllerItself() throws Exception {
    Jobs.succeed(JENKINS, "for-controller", onAgent("archiveArtifacts 'seed.tar'"));
    Jobs.succeed(
        JENKINS,
        "on-controller",
        """
        node('built-in') {
          unpackSeed(seed: 'seed.tar', root: 'root', fromJob: 'for-controller')
          sh 'test -x root/bin/sh'
        }
        """);
  }

  /** The controller is still sending then: there is more than what may be under way. */
  @Test
  public void saysWhyTheAgentCannotTakeAnArtifact() throws Exception {
    Jobs.succeed(
        JENKINS,
        "large",
        onAgent("sh 'head -c 9000000 /dev/urandom > large'\narchiveArtifacts 'large'"));
    DumbSlave full = JENKINS.createOnlineSlave(Label.get("full"));
    Path root = Files.createDirectories(Path.of(full.getRemoteFS()));
    Path cache = Files.createFile(root.resolve("sdk-bootstrap-cache"));
    WorkflowRun build =
        Jobs.fail(
            JENKINS,
            "full",
            "node('full') { unpackSeed(seed: 'large', root: 'root', fromJob: 'large') }",
            cache.toString());
    JENKINS.assertLogNotContains("\tat ", build);
  }

  @Test
  public void readsArtifactsOfAnotherJobAsWhoTheBuildRunsAs() throws Exception {
    Jobs.succeed(JENKINS, "secret", onAgent("archiveArtifacts 'seed.tar'"));
    String script = onAgent("unpackSeed(seed: 'seed.tar', root: 'root', fromJob: '/secret')");
    Jobs.job(JENKINS, "allowed", script);
    Jobs.job(JENKINS, "refused", script);
    JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
    MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
    strategy.grant(Jenkins.ADMINISTER).everywhere().to("admin");
    strategy.grant(Item.READ).everywhere().to("alice");
    strategy.grant(Computer.BUILD).everywhere().to("alice", "bob");
    JENKINS.jenkins.setAuthorizationStrategy(strategy);
    MockQueueItemAuthenticator authenticator =
        new MockQueueItemAuthenticator()
            .authenticate("allowed", User.getById("alice", true).impersonate2())
            .authenticate("refused", User.getById("bob", true).impersonate2());
    QueueItemAuthenticatorConfiguration.get().getAuthenticators().add(authenticator);
    try {
      Jobs.succeed(JENKINS, "allowed", script);
      Jobs.fail(
          JENKINS,
          "refused",
          script,
          "there is no job /secret whose artifacts this build may read");
    } finally {
      QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
      JENKINS.jenkins.disableSecurity();
    }
  }

  @Test
  public void wantsADigestForWhatComesFromTheNetwork() throws Exception {
    Jobs.fail(
        JENKINS,
        "url",
        onAgent("unpackSeed(seed: 'https://127.0.0.1:1/seed.tar', root: 'root')"),
        "digest");
    Jobs.fail(
        JENKINS,
        "url",
        onAgent("unpackSeed(seed: 'http://127.0.0.1:1/seed.tar', root: 'root')"),
        "https");
  }

  @Test
  public void saysThatNoEarlierBuildHasAnSdk() throws Exception {
    Jobs.fail(
        JENKINS,
        "first",
        onAgent("unpackSeed(seed: 'previous', root: 'root')"),
        "no earlier successful build of first has an SDK");
  }
}
