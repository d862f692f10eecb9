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
import io.jenkins.plugins.sdkbootstrap.provenance.InputChange;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoDigest;
import io.jenkins.plugins.sdkbootstrap.provenance.RepoInput;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.SourceDate;
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

  private static final long BEGUN = 1_700_000_000L;

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
    return new InputDigester(Progress.NONE).directory(base().resolve(directory));
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
    List<StageInputs> inputs =
        files.inputs(files.config().id(VERSION), BEGUN, new InputDigester(Progress.NONE));
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

  private SourceDate date(String yaml, String version, int stage) throws Exception {
    ConfigFiles files = files(yaml);
    return files
        .inputs(files.config().id(new Version(version)), BEGUN, new InputDigester(Progress.NONE))
        .get(stage - 1)
        .sourceDate();
  }

  @Test
  public void timeIsSdkYamlsElseTheVersionsElseTheNewestCommitsElseTheBeginning() throws Exception {
    write("one.sh", "");
    write("old/a", "1");
    write("new/a", "1");
    write("plain/a", "1");
    for (String repo : List.of("old 1500000000", "new 1600000000")) {
      String[] words = repo.split(" ");
      Process git =
          new ProcessBuilder(
                  "sh",
                  "-ec",
                  "git init -q .; git add .; git -c user.name=a -c user.email=a@b commit -qm x")
              .directory(base().resolve(words[0]).toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      git.waitFor();
      ProcessBuilder amend =
          new ProcessBuilder(
                  "git",
                  "-c",
                  "user.name=a",
                  "-c",
                  "user.email=a@b",
                  "commit",
                  "-q",
                  "--amend",
                  "--no-edit")
              .directory(base().resolve(words[0]).toFile());
      amend.environment().put("GIT_COMMITTER_DATE", "@" + words[1] + " +0000");
      assertEquals(0, amend.start().waitFor());
    }
    String yaml =
        """
        name: sdk
        arch: arm64
        seed: previous
        repos:
          old: {path: old, mount: /old}
          new: {path: new, mount: /new}
          plain: {path: plain, mount: /plain}
        stages:
          - {script: one.sh, repos: seed, name: a}
          - {script: one.sh, repos: [old, plain], name: b}
          - {script: one.sh, repos: [plain], name: c}
        """;
    assertEquals(
        new SourceDate(7, SourceDate.Origin.CONFIG),
        date(yaml + "sourceDateEpoch: 7\n", "1+2021-02-26-1321", 1));
    assertEquals(
        new SourceDate(1614345660, SourceDate.Origin.VERSION), date(yaml, "1+2021-02-26-1321", 2));
    assertEquals(new SourceDate(1500000000, SourceDate.Origin.COMMIT), date(yaml, "1.0.0", 2));
    assertEquals(
        "what a stage does not see counts where it sees none",
        new SourceDate(1600000000, SourceDate.Origin.COMMIT),
        date(yaml, "1.0.0", 1));
    assertEquals(new SourceDate(BEGUN, SourceDate.Origin.BEGUN), date(yaml, "1.0.0", 3));
  }

  @Test
  public void tellsWhatChangedSinceAStageWasEntered() throws Exception {
    write("one.sh", "exit 0");
    write("r/a", "1");
    write("kept/a", "1");
    write("m", "1");
    write("w/a", "1");
    ConfigFiles files =
        files(
            """
            name: sdk
            arch: arm64
            seed: previous
            repos:
              r: {path: r, mount: /r}
              kept: {path: kept, mount: /kept}
            stages:
              - script: one.sh
                mounts:
                  - {path: m, mount: /etc/m}
                  - {path: w, mount: /w, writable: true}
            """);
    InputDigester digester = new InputDigester(Progress.NONE);
    StageInputs entered = files.inputs(files.config().id(VERSION), BEGUN, digester).get(0);
    assertEquals(List.of(), files.changes(entered, digester));
    write("one.sh", "exit 1");
    write("r/a", "2");
    Files.delete(base().resolve("m"));
    write("w/a", "2");
    assertEquals(
        List.of("script", "repo/r", "mount/etc/m"),
        files.changes(entered, digester).stream().map(InputChange::input).toList());
    assertEquals(
        new InputChange(
            "script", Samples.sha256("exit 0").toString(), Samples.sha256("exit 1").toString()),
        files.changes(entered, digester).get(0));
    assertEquals(InputChange.MISSING, files.changes(entered, digester).get(2).ended());
    // Nobody can read it: such as a file that is being written, or one of another user.
    Path unreadable = Path.of("/proc/self/mem");
    Files.createSymbolicLink(base().resolve("m"), unreadable);
    Files.delete(base().resolve("w/a"));
    Files.delete(base().resolve("w"));
    Files.createSymbolicLink(base().resolve("w"), unreadable);
    List<InputChange> changes = files.changes(entered, digester);
    assertEquals("mount/etc/m", changes.get(2).input());
    assertTrue(changes.toString(), changes.get(2).ended().startsWith("unreadable (cannot read "));
    assertEquals(3, changes.size());
  }
}
