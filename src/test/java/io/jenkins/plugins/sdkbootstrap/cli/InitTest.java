package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What {@code bootstrap-sdk init} writes. */
public class InitTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path init(Template template) {
    Path directory = folder.getRoot().toPath().resolve(template.id());
    TinySdk.command("init", "--template", template.id(), "--arch", "arm64", directory.toString())
        .requireDone();
    return directory;
  }

  @Test
  public void writesAnSdkYamlWithFourStagesWhoseScriptsAreThere() throws Exception {
    for (Template template : Template.values()) {
      Path directory = init(template);
      SdkConfig config =
          SdkConfig.parse("sdk.yaml", Files.readAllBytes(directory.resolve("sdk.yaml")));
      assertEquals("arm64", config.arch());
      assertEquals(template.id(), 4, config.stages().size());
      config
          .stages()
          .forEach(s -> assertTrue(s.script(), Files.isExecutable(directory.resolve(s.script()))));
      assertTrue(template.id(), config.stages().get(3).archiveRepos());
      assertFalse(template.id(), config.stages().get(0).isolated());
      assertTrue(template.id(), config.stages().stream().skip(1).allMatch(s -> s.isolated()));
      for (String file : List.of("README.md", "Jenkinsfile")) {
        assertTrue(file, Files.size(directory.resolve(file)) > 0);
      }
    }
  }

  @Test
  public void writesScriptsThatPassShellcheck() throws Exception {
    assumeTrue("needs shellcheck", Files.isExecutable(Path.of("/usr/bin/shellcheck")));
    List<String> command = new ArrayList<>(List.of("shellcheck", "--shell=sh", "--format=gcc"));
    for (Template template : Template.values()) {
      for (Path file : files(init(template))) {
        if (Files.readString(file).startsWith("#!")) {
          assertEquals(file.toString(), "#!/bin/sh", Files.readAllLines(file).get(0));
          assertTrue(file.toString(), Files.readAllLines(file).size() < 700);
          command.add(file.toString());
        }
      }
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(said, 0, process.waitFor());
  }

  @Test
  public void leavesNothingOfItsPlaceholders() throws Exception {
    for (Template template : Template.values()) {
      for (Path file : files(init(template))) {
        String text = Files.readString(file);
        assertFalse(file.toString(), text.contains("@ARCH@") && !file.endsWith("stage4.sh"));
        assertFalse(file.toString(), text.lines().anyMatch(l -> l.startsWith(". ./")));
      }
    }
  }

  @Test
  public void overwritesNothing() throws Exception {
    Path directory = folder.newFolder("mine").toPath();
    Files.createDirectory(directory.resolve("stages"));
    Files.writeString(directory.resolve("stages/stage3.sh"), "mine");
    Outcome outcome = TinySdk.command("init", "--template", "gentoo", directory.toString());
    assertEquals(Exit.WRONG_INPUT, outcome.status());
    assertEquals(
        "bootstrap-sdk: "
            + directory
            + "/stages/stage3.sh already exists and would be overwritten; use another directory,"
            + " or remove it\n",
        outcome.err());
    assertEquals("mine", Files.readString(directory.resolve("stages/stage3.sh")));
    assertEquals(List.of(directory.resolve("stages/stage3.sh")), files(directory));
  }

  @Test
  public void writesAllOrNothing() throws Exception {
    Path directory = folder.newFolder("in-the-way").toPath();
    Path file = Files.createFile(directory.resolve("stages"));
    Outcome outcome = TinySdk.command("init", "--template", "gentoo", directory.toString());
    assertEquals(
        "bootstrap-sdk: " + file + ": there is something else of this name\n", outcome.err());
    assertEquals(Exit.FAILED, outcome.status());
    assertEquals(List.of(file), files(directory));
  }

  @Test
  public void keepsFilesThatItDoesNotWrite() throws Exception {
    Path directory = folder.newFolder("checkout").toPath();
    Files.writeString(directory.resolve("LICENSE"), "mine");
    TinySdk.command("init", "--template", "flatcar", directory.toString()).requireDone();
    assertEquals("mine", Files.readString(directory.resolve("LICENSE")));
  }

  @Test
  public void namesTheTemplatesThatThereAre() {
    Outcome outcome = TinySdk.command("init", "--template", "alpine", "/nowhere");
    assertEquals(Exit.WRONG_INPUT, outcome.status());
    assertEquals(
        "bootstrap-sdk: --template 'alpine': it is one of debian, flatcar, gentoo, minimal\n",
        outcome.err());
  }

  @Test
  public void listsWhatItWroteAsJson() {
    Path directory = folder.getRoot().toPath().resolve("json");
    String out =
        TinySdk.command("init", "--json", "--template", "minimal", directory.toString())
            .requireDone()
            .out();
    assertTrue(out, out.contains("\"" + directory + "/stages/stage4.sh\""));
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
