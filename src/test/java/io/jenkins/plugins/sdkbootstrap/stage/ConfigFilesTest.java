package io.jenkins.plugins.sdkbootstrap.stage;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.config.ConfigException;
import io.jenkins.plugins.sdkbootstrap.config.ConfigProblem;
import io.jenkins.plugins.sdkbootstrap.config.RepoSpec;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoDigest;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoInput;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageInputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ConfigFilesTest {

  private static final Version VERSION = new Version("1+2021-02-26-1321");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path base() {
    return folder.getRoot().toPath();
  }

  private ConfigFiles files(String yaml) throws ConfigException {
    return new ConfigFiles(
        SdkConfig.parse("sdk.yaml", yaml.getBytes(StandardCharsets.UTF_8)), base());
  }

  private void write(String file, String content) throws IOException {
    Path path = base().resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private RepoDigest digest(String directory) throws Exception {
    return RepoDigester.of(base().resolve(directory), Progress.NONE);
  }

  @Test
  public void namesEveryMissingFileWithItsPlace() throws Exception {
    write("there.sh", "");
    write("file", "");
    ConfigFiles files =
        files(
            """
            name: sdk
            arch: arm64
            seed: {path: no-seed.tar}
            repos:
              r: {path: no-repo, mount: /r}
              f: {path: file, mount: /f}
            caches:
              c: {path: not/yet, mount: /c}
              d: {path: file, mount: /d}
            stages:
              - script: no.sh
                mounts: [{path: gone, mount: /gone}]
              - script: there.sh
              - script: .
            """);
    ConfigException e = assertThrows(ConfigException.class, files::check);
    String at = "'" + base() + "/";
    assertEquals(
        List.of(
            "sdk.yaml:3:14: seed.path: " + at + "no-seed.tar' does not exist",
            "sdk.yaml:5:13: repos.r.path: " + at + "no-repo' does not exist",
            "sdk.yaml:6:13: repos.f.path: " + at + "file' is no directory",
            "sdk.yaml:9:13: caches.d.path: " + at + "file' is no directory",
            "sdk.yaml:11:13: stages[1].script: " + at + "no.sh' does not exist",
            "sdk.yaml:12:21: stages[1].mounts[1].path: " + at + "gone' does not exist",
            "sdk.yaml:14:13: stages[3].script: " + at + ".' is no file"),
        e.problems().stream().map(ConfigProblem::toString).toList());
  }

  @Test
  public void findsMissingScriptsOfTheDefaultStages() throws Exception {
    ConfigFiles files = files("name: sdk\narch: arm64\nseed: previous\n");
    ConfigException e = assertThrows(ConfigException.class, files::check);
    assertEquals(4, e.problems().size());
    assertTrue(e.getMessage(), e.getMessage().startsWith("sdk.yaml:1:1: stages[1].script: "));
    for (int n = 1; n <= 4; n++) {
      write("stages/stage" + n + ".sh", "");
    }
    files.check();
  }

  @Test
  public void digestsWhatEachStageIsMadeFrom() throws Exception {
    write("one.sh", "exit 0\n");
    write("r/ebuild", "x");
    ConfigFiles files =
        files(
            """
            name: sdk
            arch: arm64
            seed: previous
            repos: {r: {path: r, mount: /r}}
            stages:
              - {script: one.sh, repos: seed, name: a}
              - {script: one.sh, name: b}
            """);
    List<StageInputs> inputs = files.inputs(VERSION);
    assertEquals(Samples.sha256("exit 0\n"), inputs.get(0).script());
    assertEquals(List.of(), inputs.get(0).repos());
    assertEquals(1614345660, inputs.get(0).sourceDateEpoch());
    assertEquals(
        List.of(new RepoInput(new RepoSpec("r", "r", "/r"), digest("r"))), inputs.get(1).repos());
  }

  @Test
  public void digestsTheSeedAndHoldsItAgainstItsExpectedDigest() throws Exception {
    write("seed.tar", "seed");
    String head = "name: sdk\narch: arm64\nseed: ";
    assertEquals(
        new Seed("seed.tar", List.of(Samples.sha256("seed"))), files(head + "seed.tar").seed());
    String right = head + "{path: seed.tar, digest: '" + Samples.sha512("seed") + "'}";
    assertEquals(
        List.of(Samples.sha256("seed"), Samples.sha512("seed")), files(right).seed().digests());
    String wrong = head + "{path: seed.tar, digest: '" + Samples.sha256("sead") + "'}";
    IOException e = assertThrows(IOException.class, () -> files(wrong).seed());
    assertTrue(e.getMessage(), e.getMessage().contains("not the digest sdk.yaml expects"));
  }
}
