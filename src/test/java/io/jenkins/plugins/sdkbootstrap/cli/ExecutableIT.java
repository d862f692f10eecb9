package io.jenkins.plugins.sdkbootstrap.cli;

import static org.hamcrest.CoreMatchers.startsWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

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
}
