package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** What is left when the command ends before it is done, and how the next one goes on. */
@Category(Mounts.class)
public class InterruptionTest {

  private static final long PATIENCE_SECONDS = 60;

  @Rule public final TinySdk sdk = new TinySdk();

  private Process command;

  @After
  public void endCommand() {
    if (command != null) {
      command.destroyForcibly();
    }
  }

  @Test
  public void cleansUpBehindItselfOnSigterm() throws Exception {
    sdk.write("sdk.yaml", sdk.read("sdk.yaml") + "logs: [/tmp/*.log]\n");
    startAndWaitForStage2();
    command.destroy();
    assertTrue(command.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals(read("log"), Exit.INTERRUPTED, command.exitValue());
    assertTrue(read("err"), read("err").contains("interrupted"));
    assertTrue(read("err"), read("err").contains("resume with --version " + TinySdk.VERSION));
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.work"));
    assertEquals(List.of(), leftovers());
    assertNothingOfTheStageIsLeft();
    // Its logs are collected within the time that it takes to end.
    String logs = sdk.tarball(2).toString().replace(".tar.zst", ".logs.tar.zst");
    assertEquals("so far\n", TinySdk.command("cat", logs, "tmp/a.log").out());
  }

  @Test
  public void continuesToTheSameBytesAfterSigkill() throws Exception {
    startAndWaitForStage2();
    command.destroyForcibly();
    assertTrue(command.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertNothingOfTheStageIsLeft();
    assertEquals(1, sdk.names("store/tiny-sdk/.work").size());
    sdk.script(2, "");
    Outcome continued = sdk.bootstrap().requireDone();
    assertFalse(continued.toString(), continued.out().contains("building stage 1"));
    assertTrue(continued.toString(), continued.out().contains("of a run that was killed"));
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.work"));
    assertEquals(List.of(), leftovers());
    byte[] bytes = Files.readAllBytes(sdk.tarball(3));
    sdk.bootstrap("--rebuild").requireDone();
    assertArrayEquals(bytes, Files.readAllBytes(sdk.tarball(3)));
  }

  @Test
  public void refusesAStoreThatAnotherCommandUses() throws Exception {
    startAndWaitForStage2();
    Outcome second = sdk.bootstrap();
    assertEquals(second.toString(), Exit.WRONG_INPUT, second.status());
    assertTrue(
        second.toString(), second.err().contains("is in use by process " + command.pid() + " on "));
  }

  @Test
  public void saysInOneLineThatMemoryIsShort() throws Exception {
    try (SdkProcess process =
        SdkProcess.start(
            sdk.directory(), List.of(), List.of("-XX:MaxDirectMemorySize=64k"), sdk.options())) {
      int status = process.await();
      assertEquals(process.said(), Exit.FAILED, status);
      assertEquals(
          process.said(),
          1,
          process
              .err()
              .lines()
              .filter(line -> line.startsWith("bootstrap-sdk: out of memory ("))
              .count());
      assertFalse(process.said(), process.said().contains("\tat "));
    }
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.work"));
    assertEquals(List.of(), leftovers());
  }

  @Test
  public void saysInOneLineThatNoThreadCanBeStarted() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    OutOfMemoryError error =
        new OutOfMemoryError("unable to create native thread: possibly out of memory");
    assertEquals(Exit.FAILED, Failures.report(error, new PrintStream(said)));
    assertTrue(
        said.toString(), said.toString().startsWith("bootstrap-sdk: no more processes or threads"));
    assertEquals(1, said.toString().lines().count());
  }

  /** Starts the command in a JVM of its own, with a stage 2 that never ends. */
  private void startAndWaitForStage2() throws Exception {
    sdk.script(2, "echo so far >/tmp/a.log; echo waiting; sleep " + marker() + "\n");
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    words.addAll(sdk.options());
    command =
        new ProcessBuilder(words)
            .redirectOutput(sdk.path("log").toFile())
            .redirectError(sdk.path("err").toFile())
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!read("log").contains("\nwaiting\n")) {
      assertTrue(read("log") + read("err"), command.isAlive() && System.nanoTime() < end);
      Thread.sleep(50);
    }
  }

  /** A time to sleep that no other process on this machine sleeps. */
  private String marker() {
    return "86400." + ProcessHandle.current().pid();
  }

  private void assertNothingOfTheStageIsLeft() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (isRunning("sleep\0" + marker() + "\0")) {
      assertTrue("the stage's sleep still runs", System.nanoTime() < end);
      Thread.sleep(50);
    }
    String mounts = Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1);
    assertFalse(mounts, mounts.contains(sdk.getRoot().getName()));
  }

  private static boolean isRunning(String commandLine) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        try {
          byte[] words = Files.readAllBytes(process.resolve("cmdline"));
          if (new String(words, StandardCharsets.ISO_8859_1).equals(commandLine)) {
            return true;
          }
        } catch (IOException e) {
          // It has ended in between.
          continue;
        }
      }
    }
    return false;
  }

  /** Files of the store that are neither a stage's nor the store's own. */
  private List<String> leftovers() throws IOException {
    return sdk.names("store/tiny-sdk").stream()
        .filter(n -> n.startsWith("."))
        .filter(n -> !List.of(".lock", ".work", ".cache").contains(n))
        .toList();
  }

  private String read(String name) throws IOException {
    return Files.exists(sdk.path(name)) ? sdk.read(name) : "";
  }
}
