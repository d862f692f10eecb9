package io.jenkins.plugins.sdkbootstrap.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The processes of this machine that name a stage's root, or have something mounted there. */
final class StageProcesses {

  private static final long DEADLINE = TimeUnit.MINUTES.toNanos(1);

  private StageProcesses() {}

  /** Waits until there is one: a test that looks for its end would see nothing else. */
  static void awaitSome(Path root) throws Exception {
    long start = System.nanoTime();
    List<String> some = of(root);
    while (some.isEmpty() && System.nanoTime() - start < DEADLINE) {
      TimeUnit.MILLISECONDS.sleep(100);
      some = of(root);
    }
    // Not asked anew: what was seen may have ended.
    assertFalse("no process of " + root, some.isEmpty());
  }

  /** Waits until none is left, or fails. */
  static void awaitNone(Path root) throws Exception {
    long start = System.nanoTime();
    List<String> left = of(root);
    while (!left.isEmpty() && System.nanoTime() - start < DEADLINE) {
      TimeUnit.MILLISECONDS.sleep(100);
      left = of(root);
    }
    assertEquals(List.of(), left);
  }

  private static List<String> of(Path root) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        String command = content(process.resolve("cmdline")).replace('\0', ' ');
        if (command.contains(root.toString())
            || content(process.resolve("mountinfo")).contains(root.toString())) {
          found.add(process.getFileName() + " " + command);
        }
      }
    }
    return found;
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // the process ended meanwhile
    }
  }
}
