package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Label;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.provenance.VerifyingKey;
import io.jenkins.plugins.sdkbootstrap.verify.StageVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** Records signed with a key that is a credential. */
public class SigningTest {

  @ClassRule public static final BuildWatcher WATCHER = new BuildWatcher();
  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();
  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static String secret;
  private static VerifyingKey publicKey;

  @BeforeClass
  public static void addCredentials() throws Exception {
    JENKINS.createOnlineSlave(Label.get("remote"));
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    secret = pem("PRIVATE", pair.getPrivate().getEncoded());
    Path file = FOLDER.newFile("key.pub").toPath();
    Files.writeString(file, pem("PUBLIC", pair.getPublic().getEncoded()));
    publicKey = VerifyingKey.read(file);
    add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "text", "", Secret.fromString(secret)));
    add(
        new FileCredentialsImpl(
            CredentialsScope.GLOBAL,
            "file",
            "",
            "key.pem",
            SecretBytes.fromBytes(secret.getBytes(StandardCharsets.US_ASCII))));
    add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "word", "", Secret.fromString("open")));
    add(
        new StringCredentialsImpl(
            CredentialsScope.SYSTEM, "system", "", Secret.fromString(secret)));
  }

  private static void add(StandardCredentials credentials) throws Exception {
    CredentialsProvider.lookupStores(JENKINS.jenkins)
        .iterator()
        .next()
        .addCredentials(Domain.global(), credentials);
  }

  private static String pem(String kind, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + " KEY-----\n" + text + "\n-----END " + kind + " KEY-----\n";
  }

  private static String onAgent(String steps) {
    return "node('remote') {\n" + SDK.copy() + steps + "\n}";
  }

  @Test
  public void signsEachRecordByASecretFileOrText() throws Exception {
    for (String credential : List.of("file", "text")) {
      WorkflowRun build =
          Jobs.succeed(
              JENKINS,
              "signed-" + credential,
              onAgent("bootstrapSdk(version: '1', signingKey: '" + credential + "')"));
      Path artifacts = build.getRootDir().toPath().resolve("archive");
      StageVerifier verifier = new StageVerifier(List.of(publicKey), Progress.NONE);
      List<StageVerifier.Result> chain =
          verifier.verifyChain(artifacts.resolve("small/stage2-amd64-1.tar.zst"));
      assertEquals(2, chain.size());
      for (StageVerifier.Result result : chain) {
        assertEquals(List.of(), result.findings());
      }
      assertNowhere(secret.lines().toList().get(1), build.getRootDir().toPath());
    }
  }

  /** Where people or scripts can read it; the credential itself is elsewhere. */
  private static void assertNowhere(String key, Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(file.toString(), content.contains(key));
      }
    }
  }

  @Test
  public void failsAtOnceWithoutSuchAKey() throws Exception {
    for (String credential : List.of("other", "system", "word")) {
      WorkflowRun build =
          Jobs.fail(
              JENKINS,
              "unsigned-" + credential,
              onAgent("bootstrapSdk(version: '1', signingKey: '" + credential + "')"),
              "signingKey '" + credential + "'");
      JENKINS.assertLogNotContains("unpackSeed", build);
      JENKINS.assertLogNotContains("\tat ", build);
    }
  }

  @Test
  public void offersTheCredentials() {
    List<String> offered =
        new ArchiveStageRootStep.DescriptorImpl()
            .doFillSigningKeyItems(null, "").stream()
                .map((ListBoxModel.Option o) -> o.value)
                .toList();
    assertTrue(offered.toString(), offered.containsAll(List.of("", "file", "text")));
  }
}
