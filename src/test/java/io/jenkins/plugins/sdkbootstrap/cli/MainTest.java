package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class MainTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void takesOptionsWithUnderscores() {
    assertArrayEquals(
        new String[] {"--seed-tarball", "a_b", "--from-stage=x_y", "--", "--a_b"},
        Main.underscoresToHyphens(
            new String[] {"--seed_tarball", "a_b", "--from_stage=x_y", "--", "--a_b"}));
  }

  @Test
  public void answersAnUnknownOptionWithOneLineAndWhereToLook() {
    Outcome outcome = TinySdk.command("--rebild");
    assertEquals(Exit.WRONG_INPUT, outcome.status());
    assertTrue(
        outcome.err(), outcome.err().startsWith("bootstrap-sdk: Unknown option: '--rebild'"));
    assertTrue(outcome.err(), outcome.err().endsWith("See 'bootstrap-sdk --help'.\n"));
  }

  @Test
  public void saysOfAPathThatTheLocaleCannotSpellIt() throws Exception {
    List<String> posix =
        List.of(
            "env", "LC_ALL=C", "sh", "-c", "exec \"$@\" --store \"$(printf '/\\303\\234')\"", "sh");
    try (SdkProcess process = SdkProcess.start(folder.getRoot().toPath(), posix, List.of("plan"))) {
      assertEquals(process.said(), Exit.WRONG_INPUT, process.await());
      assertTrue(process.err(), process.err().contains("this locale cannot spell it: set LC_ALL"));
      assertEquals(1, process.err().lines().count());
    }
  }

  @Test
  public void namesAWindowThatTheLibraryOfJavaDoesNotRead() throws Exception {
    // A frame's header: a checksum, no length, a window of 2 GiB.
    byte[] header = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 4, (byte) ((31 - 10) << 3), 1, 0, 0};
    Path seed = Files.write(folder.getRoot().toPath().resolve("seed.tar.zst"), header);
    try (SdkProcess process =
        SdkProcess.start(
            folder.getRoot().toPath(),
            List.of(),
            List.of("-Dsdkbootstrap.zstd.java=true"),
            List.of("ls", seed.toString()))) {
      assertEquals(process.said(), Exit.WRONG_INPUT, process.await());
      assertTrue(process.err(), process.err().contains("with a window of 2048 MiB"));
    }
  }

  @Test
  public void answersAWordThatIsNoStageWithWhatItCouldBe() throws Exception {
    Path config = sdkYaml();
    Outcome outcome = TinySdk.command("plna", "--config", config.toString(), "--store", store());
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertTrue(outcome.err(), outcome.err().contains("'plna' is neither a command nor a stage"));
  }

  @Test
  public void namesFileLineAndKeyOfEveryProblemInSdkYaml() throws Exception {
    Path config = folder.getRoot().toPath().resolve("sdk.yaml");
    Files.writeString(config, "name: x\narch: amd64\nsed: s.tar\nrepos: 3\n");
    Outcome outcome = TinySdk.command("plan", "--config", config.toString(), "--store", store());
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertTrue(outcome.err(), outcome.err().contains("sdk.yaml:3"));
    assertTrue(outcome.err(), outcome.err().contains("sed"));
    assertTrue(outcome.err(), outcome.err().contains("sdk.yaml:4"));
  }

  @Test
  public void saysWhichFileIsMissing() {
    Outcome outcome = TinySdk.command("plan", "--config", "/nowhere/sdk.yaml");
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertEquals("bootstrap-sdk: /nowhere/sdk.yaml: no such file or directory\n", outcome.err());
  }

  @Test
  public void namesADirectoryThatIsGivenInsteadOfAFile() throws Exception {
    String directory = folder.getRoot().toString();
    Path config = sdkYaml();
    for (String[] command :
        new String[][] {
          {"plan", "--config", directory},
          {"plan", "--config", config.toString(), "--sign-key", directory},
          {"import-spec", directory},
          {"import-spec", "/"}
        }) {
      Outcome outcome = TinySdk.command(command);
      assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
      assertEquals(
          "bootstrap-sdk: " + command[command.length - 1] + " is a directory, not a file\n",
          outcome.err());
    }
    for (String[] command :
        new String[][] {
          {"ls", "/"}, {"packages", "/"}, {"find", "/", "x"}, {"cat", "/", "x"}, {"diff", "/", "/"}
        }) {
      Outcome outcome = TinySdk.command(command);
      assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
      assertEquals("bootstrap-sdk: / is a directory, not an archive\n", outcome.err());
    }
  }

  /** Whoever opens a pipe waits for someone who writes to it. */
  @Test(timeout = 120_000)
  public void waitsForNoPipe() throws Exception {
    Path directory = folder.newFolder("pipes").toPath();
    for (String name : List.of("pipe.tar", "a.mtree.zst", "a.intoto.json", "a.tar.DIGESTS")) {
      TinySdk.run("mkfifo", directory.resolve(name).toString());
    }
    String pipe = directory.resolve("pipe.tar").toString();
    assertEquals(
        "bootstrap-sdk: " + pipe + " is not a regular file\n", TinySdk.command("ls", pipe).err());
    Path archive = directory.resolve("a.tar");
    TinySdk.run(
        "tar", "-cf", archive.toString(), "-C", directory.toString(), "--files-from=/dev/null");
    Outcome outcome = TinySdk.command("verify", archive.toString());
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    for (String name : List.of("a.mtree.zst: ", "a.intoto.json: it ", "a.tar.DIGESTS: ")) {
      assertTrue(outcome.toString(), outcome.out().contains(name + "is not a regular file"));
    }
  }

  @Test
  public void takesNoOtherDirectoryForAStore() throws Exception {
    Path project = folder.newFolder("project").toPath();
    Files.createDirectories(project.resolve("stages"));
    Outcome outcome = TinySdk.command("gc", "--keep", "1", "--store", project.toString());
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertEquals(
        "bootstrap-sdk: no store: no SDK was bootstrapped into " + project + "\n", outcome.err());
    assertEquals(0, project.resolve("stages").toFile().list().length);
    outcome = TinySdk.command("gc", "--keep", "1", "--store", "");
    assertEquals(
        "bootstrap-sdk: --store '': is empty; name a file or a directory\n", outcome.err());
  }

  @Test
  public void refusesChoicesOfStagesThatContradict() throws Exception {
    Path config = sdkYaml();
    Outcome outcome =
        TinySdk.command("plan", "--config", config.toString(), "--from-stage", "2", "stage1");
    assertEquals(
        "bootstrap-sdk: give one of --rebuild, --from-stage and the names of stages\n",
        outcome.err());
    outcome = TinySdk.command("plan", "--config", config.toString(), "--from-stage", "0");
    assertEquals("bootstrap-sdk: --from-stage 0: stages count from 1\n", outcome.err());
    outcome = TinySdk.command("plan", "--config", config.toString(), "--seed-tarball", "none.tar");
    assertEquals("bootstrap-sdk: none.tar: there is no such seed tarball\n", outcome.err());
    outcome = TinySdk.command("plan", "--config", config.toString(), "--version", "a\nb");
    assertEquals(outcome.toString(), 1, outcome.err().lines().count());
  }

  @Test
  public void refusesToArchiveUnderANameThatSaysNoCompression() {
    Outcome outcome = TinySdk.command("archive", "/tmp", folder.getRoot() + "/a.zip");
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertTrue(outcome.err(), outcome.err().contains("a.zip: the name must end in .tar.zst"));
    outcome = TinySdk.command("archive", "/etc/passwd", folder.getRoot() + "/a.tar");
    assertEquals("bootstrap-sdk: no root: no directory /etc/passwd\n", outcome.err());
  }

  @Test
  public void refusesABindWithoutAMountPoint() {
    Outcome outcome =
        TinySdk.command("chroot", "--script", "/bin/true", "--repo", "a=/tmp", "/tmp");
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertTrue(
        outcome.err(), outcome.err().contains("--repo 'a=/tmp': write it as NAME=PATH:MOUNT"));
  }

  @Test
  public void showsHelpForEveryCommand() {
    for (String command :
        new String[] {
          "init",
          "import-spec",
          "plan",
          "unpack",
          "chroot",
          "archive",
          "ls",
          "cat",
          "find",
          "diff",
          "verify",
          "remove",
          "gc"
        }) {
      Outcome outcome = TinySdk.command(command, "--help").requireDone();
      assertTrue(outcome.out(), outcome.out().startsWith("Usage: bootstrap-sdk " + command));
    }
  }

  @Test
  public void listsCommandsWithWholeSentences() {
    String help = TinySdk.command("--help").requireDone().out();
    String list = help.substring(help.indexOf("Commands:"), help.indexOf("Exit codes:"));
    // A command's line begins with its name, indented by two; what is wrapped is indented more.
    for (String command : list.split("\\n  (?=[a-z])")) {
      assertTrue(command, command.strip().matches("(?s)Commands:|.*\\."));
    }
  }

  @Test
  public void readsNoMoreOfAnSdkYamlThanOneCanHave() throws Exception {
    Path config = folder.getRoot().toPath().resolve("sdk.yaml");
    try (RandomAccessFile file = new RandomAccessFile(config.toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    Outcome outcome = TinySdk.command("--config", config.toString(), "--store", store());
    assertEquals(outcome.toString(), Exit.WRONG_INPUT, outcome.status());
    assertTrue(outcome.err(), outcome.err().contains("is larger than 1 MiB"));
  }

  private Path sdkYaml() throws Exception {
    Path config = folder.getRoot().toPath().resolve("sdk.yaml");
    Files.writeString(folder.getRoot().toPath().resolve("seed.tar"), "");
    Files.writeString(folder.getRoot().toPath().resolve("s.sh"), "");
    Files.writeString(
        config, "name: x\narch: amd64\nseed: seed.tar\nstages:\n  - {name: a, script: s.sh}\n");
    return config;
  }

  private String store() {
    return folder.getRoot() + "/store";
  }
}
