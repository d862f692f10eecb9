package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Every fenced block of commands in the docs is run here, or says by a comment why it is not. */
@Category(Mounts.class)
public class DocsCommandsTest {

  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- not run: ([^>]+) -->\\n+)?```sh\\n(.*?)```", Pattern.DOTALL);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void everyBlockRunsOrSaysWhyNot() throws Exception {
    TinySdk.assumeChroot(folder.getRoot().toPath());
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      files.filter(f -> f.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    int run = 0;
    for (Path page : pages) {
      Matcher block = BLOCK.matcher(Files.readString(page));
      while (block.find()) {
        if (block.group(1) == null) {
          run(page, block.group(2));
          run++;
        }
      }
    }
    assertTrue("no block was run", run > 0);
  }

  private void run(Path page, String commands) throws Exception {
    Path scratch = folder.newFolder().toPath();
    Path bin = Files.createDirectory(scratch.resolve("bin"));
    Path command = bin.resolve("bootstrap-sdk");
    Files.writeString(
        command,
        "#!/bin/sh\nexec '%s' -cp '%s' %s \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Main.class.getName()));
    assertTrue(command.toFile().setExecutable(true));
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-euc", commands)
            .directory(Files.createDirectory(scratch.resolve("work")).toFile())
            .redirectErrorStream(true);
    builder.environment().merge("PATH", bin.toString(), (path, own) -> own + ":" + path);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(page + ":\n" + commands + said, 0, process.waitFor());
  }
}
