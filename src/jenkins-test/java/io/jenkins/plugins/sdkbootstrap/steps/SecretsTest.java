package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Label;
import hudson.util.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** What a build knows that its stages must not. */
public class SecretsTest {

  @ClassRule public static final BuildWatcher WATCHER = new BuildWatcher();
  @ClassRule public static final JenkinsRule JENKINS = new JenkinsRule();
  @ClassRule public static final SmallSdk SDK = new SmallSdk();

  /** The log would mask the secret itself, so the stage says whether it sees it. */
  private static final String LOOK =
      """
      a=open b=sesame
      case $(set) in
        *"$a-$b"*) echo "the stage has the secret" ;;
        *) echo "the stage has no secret" ;;
      esac
      """;

  @Test
  public void aStageHasNoSecretOfItsBuild() throws Exception {
    JENKINS.createOnlineSlave(Label.get("remote"));
    CredentialsProvider.lookupStores(JENKINS.jenkins)
        .iterator()
        .next()
        .addCredentials(
            Domain.global(),
            new StringCredentialsImpl(
                CredentialsScope.GLOBAL, "token", "", Secret.fromString("open-sesame")));
    String look = Base64.getEncoder().encodeToString(LOOK.getBytes(StandardCharsets.UTF_8));
    WorkflowRun build =
        Jobs.succeed(
            JENKINS,
            "secrets",
            """
            node('remote') {
              %s
              sh 'echo %s | base64 -d >> stages/one.sh'
              withCredentials([string(credentialsId: 'token', variable: 'TOKEN')]) {
                sh 'test "$TOKEN" = open-"sesame" && echo "the build has the secret"'
                bootstrapSdk(version: '1', compression: 'none')
              }
            }
            """
                .formatted(SDK.copy(), look));
    JENKINS.assertLogContains("the build has the secret", build);
    JENKINS.assertLogContains("the stage has no secret", build);
    try (Stream<Path> files = Files.walk(build.getRootDir().toPath())) {
      List<Path> telling =
          files.filter(Files::isRegularFile).filter(SecretsTest::hasTheSecret).toList();
      assertEquals(List.of(), telling);
    }
  }

  private static boolean hasTheSecret(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains("open-sesame");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
