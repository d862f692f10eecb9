package io.jenkins.plugins.sdkbootstrap.diff;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TextDiffTest {

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private static List<String> lines(String text) {
    return new FileText(StandardCharsets.UTF_8, text, false).lines();
  }

  private static TextDiff diff(String before, String after) {
    return TextDiff.between(lines(before), lines(after));
  }

  @Test
  public void writesWhatDiffWrites() {
    TextDiff diff = diff("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nD\ne\nf\ng\n");
    assertEquals(
        List.of(
            "--- x", "+++ y", "@@ -1,7 +1,7 @@", " a", " b", " c", "-d", "+D", " e", " f", " g"),
        diff.unified("x", "y"));
    assertEquals(1, diff.added());
    assertEquals(1, diff.removed());
  }

  @Test
  public void nothingDiffersIsNoDiff() {
    assertTrue(diff("a\nb\n", "a\nb\n").isEmpty());
    assertEquals(List.of(), diff("", "").unified("x", "y"));
  }

  @Test
  public void aMissingEndOfTheLastLineIsADifference() {
    assertEquals(
        List.of("--- x", "+++ y", "@@ -1 +1 @@", "-a", "+a", "\\ No newline at end of file"),
        diff("a\n", "a").unified("x", "y"));
  }

  @Test
  public void numbersOfEmptyRangesAreThoseOfTheLineBefore() {
    assertEquals("@@ -0,0 +1,2 @@", diff("", "a\nb\n").hunks().get(0).header());
    assertEquals("@@ -1,2 +0,0 @@", diff("a\nb\n", "").hunks().get(0).header());
  }

  @Test
  public void farApartChangesAreHunksOfTheirOwn() {
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      before.add(i + "\n");
    }
    List<String> after = new ArrayList<>(before);
    after.set(3, "x\n");
    after.set(30, "y\n");
    TextDiff diff = TextDiff.between(before, after);
    assertEquals(2, diff.hunks().size());
    assertEquals("@@ -1,7 +1,7 @@", diff.hunks().get(0).header());
    assertEquals("@@ -28,7 +28,7 @@", diff.hunks().get(1).header());
    after.set(30, "30\n");
    after.set(10, "z\n");
    assertEquals(1, TextDiff.between(before, after).hunks().size());
  }

  @Test(timeout = 120_000) // the bound on its work is what ends it
  public void endsForTextsWithNothingInCommon() {
    Random random = new Random(1);
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    // Shuffled, so that looking for what is common is work.
    for (int i = 0; i < 40_000; i++) {
      before.add(random.nextInt(500) + "\n");
      after.add(random.nextInt(500) + "\n");
    }
    TextDiff diff = TextDiff.between(before, after);
    assertFalse(diff.minimal());
    assertEquals(before.size() - after.size(), diff.removed() - diff.added());
  }

  /** The judge is the program that people feed such diffs to. */
  @Test
  public void patchMakesTheSecondTextOfTheFirst() throws Exception {
    assumeTrue("needs patch", Files.isExecutable(Path.of("/usr/bin/patch")));
    Random random = new Random(4);
    for (int round = 0; round < 150; round++) {
      List<String> before = randomLines(random, random.nextInt(60));
      List<String> after = changed(before, random);
      Path file = temporary.getRoot().toPath().resolve("f");
      Files.writeString(file, String.join("", before));
      TextDiff diff = TextDiff.between(before, after);
      if (diff.isEmpty()) {
        assertEquals(before, after);
        continue;
      }
      String patch = String.join("\n", diff.unified("f", "f")) + "\n";
      assertEquals(patch, "", patch(patch));
      String patched = Files.exists(file) ? Files.readString(file) : "";
      assertEquals(patch, String.join("", after), patched);
    }
  }

  private static List<String> randomLines(Random random, int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(random.nextInt(20) + "\n");
    }
    if (count > 0 && random.nextInt(4) == 0) {
      lines.set(count - 1, "last");
    }
    return lines;
  }

  private static List<String> changed(List<String> lines, Random random) {
    List<String> changed = new ArrayList<>();
    for (String line : lines) {
      int what = random.nextInt(12);
      if (what == 1) {
        changed.add(random.nextInt(20) + "\n");
      } else if (what > 1) {
        changed.add(line.endsWith("\n") || random.nextBoolean() ? line : line + "\n");
      }
      if (what == 2 && line.endsWith("\n")) {
        changed.addAll(List.of("new\n", "new\n"));
      }
    }
    // Only the last line can be without an end.
    for (int i = 0; i + 1 < changed.size(); i++) {
      if (!changed.get(i).endsWith("\n")) {
        changed.set(i, changed.get(i) + "\n");
      }
    }
    return changed;
  }

  private String patch(String patch) throws IOException, InterruptedException {
    Path input = Files.writeString(temporary.getRoot().toPath().resolve("patch"), patch);
    Process process =
        new ProcessBuilder("patch", "-s", "-F0", "--no-backup-if-mismatch", "f")
            .directory(temporary.getRoot())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
