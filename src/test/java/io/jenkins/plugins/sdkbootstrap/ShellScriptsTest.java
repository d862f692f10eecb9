package io.jenkins.plugins.sdkbootstrap;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Scripts that no build runs: every one in shell is POSIX sh and passes shellcheck, others compile.
 */
public class ShellScriptsTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static final List<String> PLACES = List.of(".ci", "src", "docs");

  @Test
  public void areStartedByPosixSh() throws IOException {
    for (Path script : scripts()) {
      assertEquals(script.toString(), "#!/bin/sh", Files.readAllLines(script).get(0));
    }
  }

  @Test
  public void passShellcheck() throws Exception {
    assumeTrue("needs shellcheck", hasShellcheck());
    List<String> command = new ArrayList<>(List.of("shellcheck", "--shell=sh", "--format=gcc"));
    scripts().forEach(s -> command.add(s.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(said, 0, process.waitFor());
  }

  @Test
  public void thoseInJavaCompile() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("docs"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertFalse(sources.isEmpty());
      StringWriter said = new StringWriter();
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
      boolean compiles =
          compiler
              .getTask(
                  said,
                  manager,
                  null,
                  List.of("-proc:none", "-d", folder.getRoot().toString()),
                  null,
                  manager.getJavaFileObjectsFromPaths(sources))
              .call();
      assertTrue(said.toString(), compiles);
    }
  }

  private static boolean hasShellcheck() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck")));
  }

  private static List<Path> scripts() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String place : PLACES) {
      try (Stream<Path> files = Files.walk(Path.of(place))) {
        files.filter(ShellScriptsTest::isShell).sorted().forEach(found::add);
      }
    }
    assertFalse("no shell script found: is this run from the project's top?", found.isEmpty());
    assertTrue(found.contains(Path.of(".ci/run")));
    return found;
  }

  private static boolean isShell(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && (name.endsWith(".sh") || file.equals(Path.of(".ci", "run")));
  }
}
