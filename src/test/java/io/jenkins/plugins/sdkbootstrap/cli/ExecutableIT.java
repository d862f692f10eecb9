package io.jenkins.plugins.sdkbootstrap.cli;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.endsWith;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.CoreMatchers.startsWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The packaged program {@code target/bootstrap-sdk}, and its archive of classes. */
public class ExecutableIT {

  private static final Path PROGRAM = Path.of("target/bootstrap-sdk").toAbsolutePath();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private record Ended(int status, String out, String err) {}

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.getRoot());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Ended run(Map<String, String> environment, String... arguments) throws Exception {
    Path err = folder.newFile().toPath();
    Process process = start(environment, arguments);
    String out = new String(process.getInputStream().readAllBytes());
    Files.write(err, process.getErrorStream().readAllBytes());
    return new Ended(process.waitFor(), out, Files.readString(err));
  }

  private static Map<String, String> cache(Path directory) {
    return Map.of("SDK_BOOTSTRAP_CACHE", directory.toString());
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  public void everyCallSaysTheSameWhateverBecomesOfTheArchive() throws Exception {
    Path cache = folder.getRoot().toPath().resolve("cache of classes");
    Ended first = run(cache(cache), "-V");
    assertEquals("", first.err());
    assertThat(first.out(), startsWith("bootstrap-sdk "));
    assertEquals(1, files(cache).size());
    Path archive = files(cache).get(0);
    assertTrue("the JVM has made one", Files.size(archive) > 1_000_000);
    assertEquals(first, run(cache(cache), "-V"));
    for (String content : List.of("no archive", "")) {
      Files.delete(archive);
      Files.writeString(archive, content);
      assertEquals(first, run(cache(cache), "-V"));
      assertEquals(content, Files.readString(archive));
    }
    assertEquals(first, run(cache(Path.of("none")), "-V"));
    assertEquals(first, run(cache(Path.of("/proc/no/place")), "-V"));
    assertFalse(Files.exists(folder.getRoot().toPath().resolve("none")));
    assertEquals(List.of(archive), files(cache));
  }

  @Test
  public void twoAtOnceMakeOneArchive() throws Exception {
    Path cache = folder.getRoot().toPath().resolve("cache");
    Process one = start(cache(cache), "-V");
    Process two = start(cache(cache), "-V");
    assertEquals(0, one.waitFor());
    assertEquals(0, two.waitFor());
    assertEquals(1, files(cache).size());
  }

  @Test
  public void theExitCodeIsThatOfTheCommand() throws Exception {
    Map<String, String> environment = cache(Path.of("none"));
    assertEquals(Exit.WRONG_INPUT, run(environment, "plan", "--nonsense").status());
    assertEquals(Exit.WRONG_INPUT, run(environment, "ls", "/no/such.tar").status());
  }

  @Test
  public void saysWhichProgramIsMissing() throws Exception {
    Ended ended = run(Map.of("JAVA_HOME", folder.getRoot() + "/gone"), "-V");
    assertEquals(Exit.WRONG_INPUT, ended.status());
    assertEquals(1, ended.err().lines().count());
    assertThat(
        ended.err(),
        startsWith(
            "bootstrap-sdk: no program " + folder.getRoot() + File.separator + "gone/bin/java;"));
  }

  @Test
  public void bashKnowsTheCommands() throws Exception {
    Ended completion = run(cache(Path.of("none")), "generate-completion");
    Path script = folder.newFile().toPath();
    Files.writeString(script, completion.out());
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                ". \"$1\" && COMP_WORDS=(bootstrap-sdk repro) COMP_CWORD=1"
                    + " && _complete_bootstrap-sdk && echo \"${COMPREPLY[*]}\"",
                "bash",
                script.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD) // no completion is under way
            .start();
    assertEquals("reproduce", new String(bash.getInputStream().readAllBytes()).strip());
  }

  /** A java that logs where each class of a command comes from. */
  private Path loggingJava(Path log) throws IOException {
    Path home = folder.newFolder().toPath();
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Path real = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        [ "$1" != -Xlog:disable ] || { shift; set -- -Xlog:class+load:file='%s' "$@"; }
        exec '%s' "$@"
        """
            .formatted(log, real));
    assertTrue(java.toFile().setExecutable(true));
    return home;
  }

  @Test
  public void anArchiveServesCallsFromEveryDirectory() throws Exception {
    Path log = folder.getRoot().toPath().resolve("classes.log");
    Map<String, String> environment =
        Map.of(
            "SDK_BOOTSTRAP_CACHE",
            folder.getRoot() + "/cache",
            "JAVA_HOME",
            loggingJava(log).toString());
    for (String[] place :
        new String[][] {{"target", "./bootstrap-sdk"}, {"/", PROGRAM.toString()}}) {
      ProcessBuilder builder =
          new ProcessBuilder(place[1], "-V")
              .directory(Path.of(place[0]).toFile())
              .redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes());
      assertEquals(said, 0, process.waitFor());
      List<String> lines = Files.readAllLines(log);
      for (String type : List.of("picocli.CommandLine", Main.class.getName())) {
        assertTrue(
            type + " is loaded from the jar in " + place[0],
            lines.stream().anyMatch(l -> l.contains(" " + type + " source: shared objects file")));
      }
    }
  }

  private static String ask(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return said;
  }

  private static boolean isInstalled(String tool) throws Exception {
    return !ask("sh", "-c", "command -v " + tool).isEmpty();
  }

  /** What the command says on a terminal. */
  private String onTerminal(String environment, String command) throws Exception {
    assumeTrue("no script here", isInstalled("script"));
    return ask(
        "env",
        "-u",
        "NO_COLOR",
        "TERM=xterm",
        "SDK_BOOTSTRAP_CACHE=none",
        environment,
        "script",
        "-qec",
        command,
        "/dev/null");
  }

  @Test
  public void resultsThatAreLostAreAFailure() throws Exception {
    Ended full = shell(PROGRAM + " init --help >/dev/full");
    assertEquals(
        "bootstrap-sdk: cannot write to standard output: No space left on device\n", full.err());
    assertEquals(1, full.status());
    // Who closes a pipe has enough.
    Ended closed = shell("{ " + PROGRAM + " --help; echo $? >&2; } | true");
    assertEquals("1\n", closed.err());
  }

  @Test
  public void aCurrentDirectoryThatIsGoneIsSaidInOneLine() throws Exception {
    Ended gone = shell("mkdir gone && cd gone && rmdir ../gone && exec " + PROGRAM + " -V");
    assertEquals(2, gone.status());
    assertThat(
        gone.err(),
        endsWith("bootstrap-sdk: the current directory was removed; change to another one\n"));
    assertThat(gone.err(), not(containsString("Error occurred")));
  }

  @Test
  public void aCurrentDirectoryWhoseNameIsNoTextIsSaidInOneLine() throws Exception {
    String enter = "n=$(printf 'caf\\351'); mkdir $n && cd $n && export LC_ALL=";
    assertEquals(
        "bootstrap-sdk: the name of the current directory is not UTF-8: change to another"
            + " directory\n",
        shell(enter + "C.UTF-8; " + PROGRAM + " -V").err());
    assertThat(
        shell("rmdir caf*; " + enter + "C; " + PROGRAM + " -V").err(),
        endsWith("in this locale: set LC_ALL=C.UTF-8, or change to another directory\n"));
  }

  private Ended shell(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).directory(folder.getRoot()).start();
    String out = new String(process.getInputStream().readAllBytes());
    String err = new String(process.getErrorStream().readAllBytes());
    return new Ended(process.waitFor(), out, err);
  }

  @Test
  public void errorsAreColouredOnATerminalOnly() throws Exception {
    String wrong = PROGRAM + " plan --nonsense";
    String red = "\033[1;31mbootstrap-sdk:\033[0m ";
    assertThat(onTerminal("A=b", wrong), containsString(red));
    assertThat(onTerminal("NO_COLOR=1", wrong), not(containsString("\033[")));
    assertThat(onTerminal("A=b", wrong + " | cat"), not(containsString("\033[")));
    Path err = folder.newFile().toPath();
    onTerminal("A=b", wrong + " 2>'" + err + "'");
    assertThat(Files.readString(err), startsWith("bootstrap-sdk: "));
  }

  @Test
  public void theDebianPackageHasPagesAndCompletions() throws Exception {
    assumeTrue("no dpkg-deb here", isInstalled("dpkg-deb"));
    String files = ask("dpkg-deb", "-c", "target/bootstrap-sdk.deb");
    for (String file :
        List.of(
            "/usr/bin/bootstrap-sdk",
            "/usr/share/man/man1/bootstrap-sdk.1.gz",
            "/usr/share/man/man1/bootstrap-sdk-plan.1.gz",
            "/usr/share/bash-completion/completions/bootstrap-sdk",
            "/usr/share/zsh/vendor-completions/_bootstrap-sdk",
            "/usr/share/doc/bootstrap-sdk/copyright")) {
      assertThat(files, containsString("." + file + "\n"));
    }
  }

  @Test
  public void pagesOfTheManualAreSound() throws Exception {
    assumeTrue("no mandoc here", isInstalled("mandoc"));
    List<Path> pages = files(Path.of("target/man"));
    assertEquals(18, pages.size());
    for (Path page : pages) {
      assertEquals("", ask("sh", "-c", "zcat " + page + " | mandoc -T lint -W warning"));
    }
    String plan =
        ask("sh", "-c", "zcat target/man/bootstrap-sdk-plan.1.gz | mandoc -T ascii | col -b");
    assertThat(plan, containsString("--on-drift=WHAT"));
  }

  @Test
  public void zshKnowsTheCommands() throws Exception {
    assumeTrue("no zsh here", isInstalled("zsh"));
    String said =
        ask(
            "env",
            "SDK_BOOTSTRAP_CACHE=none",
            "PATH=" + PROGRAM.getParent() + ":" + System.getenv("PATH"),
            "zsh",
            "-fc",
            "autoload -U compinit && compinit -u -D && eval \"$(bootstrap-sdk generate-completion)\""
                + " && whence -w _bash_complete _complete_bootstrap-sdk");
    assertThat(said, containsString("_bash_complete: function"));
    assertThat(said, containsString("_complete_bootstrap-sdk: function"));
  }
}
