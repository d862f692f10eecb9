package io.jenkins.plugins.sdkbootstrap.archive;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A corpus of archives, and files beside them, that are made to do harm. All of it is unpacked, or
 * read, in one JVM with 64 MiB of heap; each comes to one line that is not long, and nothing
 * outside the roots is written.
 */
public class HostileArchiveTest {

  private static final int LONGEST_LINE = 20_000;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static final Map<String, String> RESULTS = new LinkedHashMap<>();
  private static Path base;
  private static Path outside;

  @BeforeClass
  public static void runTheCorpus() throws Exception {
    base = FOLDER.newFolder("corpus").toPath();
    outside = FOLDER.newFolder("outside").toPath();
    List<String> arguments = new HostileCorpus(base, outside).arguments();
    ProcessBuilder child = Child.java(List.of("-Xmx64m"), HostileMain.class, arguments);
    Process process = child.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    String[] lines = said.split("\n");
    assertEquals(said, arguments.size() / 2, lines.length);
    for (int i = 0; i < lines.length; i++) {
      RESULTS.put(Path.of(arguments.get(2 * i + 1)).getFileName().toString(), lines[i]);
    }
  }

  private static void refused(String name, String... words) {
    String result = RESULTS.get(name);
    assertTrue(name + ": " + result, result.startsWith("refused: "));
    for (String word : words) {
      assertTrue(name + ": " + result, result.contains(word));
    }
  }

  @Test
  public void comesToOneShortLineEach() {
    RESULTS.forEach(
        (name, line) -> {
          assertFalse(name + ": " + line, line.startsWith("THROWN"));
          assertTrue(name + " has " + line.length(), line.length() < LONGEST_LINE);
          assertFalse(name + ": " + line, line.codePoints().anyMatch(Character::isISOControl));
        });
  }

  @Test
  public void writesNothingOutsideTheRoot() throws IOException {
    try (var files = Files.list(outside)) {
      assertEquals(List.of(), files.toList());
    }
    for (String name : RESULTS.keySet()) {
      boolean unpacked = RESULTS.get(name).startsWith("unpacked");
      assertEquals(name, unpacked, Files.exists(base.resolve(name + ".d")));
    }
    // Nor is anything left of the roots that failed.
    try (var files = Files.list(base)) {
      assertEquals(List.of(), files.filter(f -> f.toString().contains(".partial-")).toList());
    }
  }

  @Test
  public void refusesEveryWayOutOfTheRoot() {
    refused("name.tar", "leads out of the root by '..'");
    refused("symlink.tar", "it lies below l, which is a symbolic link");
    refused("order.tar", "it changes its type");
    refused("late-link.tar", "it changes its type");
    refused("hardlink.tar", "is absolute");
    refused("hardlink-through.tar", "a hard link through l");
    refused("hardlink-to-link.tar", "it changes its type");
    refused("overwrite.tar", "it changes its type");
    refused("pax-path.tar", "its name is absolute");
    refused("pax-link.tar", "is absolute");
    refused("pax-global.tar", "sets 'path' for all entries");
    refused("gnu-name.tar", "its name is absolute");
    refused("gnu-link.tar", "is absolute");
    refused("both-names.tar", "its name is absolute");
  }

  @Test
  public void keepsNamesOfOtherCaseApart() throws IOException {
    assertEquals("unpacked 4, left out 0", RESULTS.get("case.tar"));
    assertTrue(Files.isSymbolicLink(base.resolve("case.tar.d/L")));
    assertEquals("x", Files.readString(base.resolve("case.tar.d/l/x")));
  }

  @Test
  public void makesNoDeviceWhereNoneMayBe() {
    assertEquals("unpacked 2, left out 2", RESULTS.get("devices.tar"));
    assertFalse(Files.exists(base.resolve("devices.tar.d/sda")));
    refused("device-again.tar", "it changes its type");
  }

  @Test
  public void cutsOffWhatIsTooLongToBeShown() {
    refused("long-name.tar", "nnnn... (8000000 bytes)", "has a component of 8000000 bytes");
    refused("long-path.tar", "/d/d... (8000000 bytes)", "its name is absolute");
    refused("long-link.tar", "hard link to");
    refused("long-number.tar", "no valid size: 9999");
    refused("long-time.tar", "no valid mtime: xxxx");
  }

  @Test
  public void showsNoLineBreakOfAHeader() {
    refused("time.tar", "no valid mtime: 1\\012BUILD\\040SUCCESSFUL");
  }

  @Test
  public void refusesFieldsOutOfRange() {
    refused("size.tar", "size");
    refused("sparse.tar", "its sparse map is wrong");
  }

  @Test
  public void readsAGibibyteOfZerosAsAnEmptyArchive() {
    for (String name : List.of("zeros.tar.bz2", "zeros.tar.zst", "zeros.tar.gz")) {
      assertEquals(name, "unpacked 0, left out 0", RESULTS.get(name));
    }
  }

  @Test
  public void readsAMillionEntriesInTheSameMemory() {
    String line = RESULTS.get("million.tar.gz");
    assertTrue(line, line.contains("its name leads out of the root by '..'"));
  }

  @Test
  public void setsNoMemoryAsideForWhatIsOnlyPromised() {
    refused("promise.tar.zst", "frame 0 has ", "not 16777216");
    refused("more.tar.zst", "frame 0 of the Zstandard file");
    refused("window.tar.zst");
    refused("dictionary.tar.xz", "xz failed");
    refused("gzip-name.tar.gz");
    refused("sparse-map.tar.gz", "its sparse map has more than");
    refused("too-many-frames.tar.zst", "at most 1000000 are read");
    refused("pax-bomb.tar.gz", "leads out of the root");
  }

  @Test
  public void readsWhatEveryReaderOfZstandardReads() {
    refused("hidden.tar.zst", "the seek table of the Zstandard file is wrong");
    refused("skip.tar.zst");
    assertEquals("unpacked 2, left out 0", RESULTS.get("skipped.tar.zst"));
  }

  @Test
  public void boundsWhatIsReadBesideAnArchive() {
    refused("line.mtree.zst", "longer than 256 KiB");
    assertEquals("index of 1", RESULTS.get("comments.mtree.zst").replace("of 0", "of 1"));
    refused("name.mtree.zst", "not printable ASCII");
    refused("large.DIGESTS", "is larger than any DIGESTS");
    refused("name.DIGESTS", "line 2: not a checksum");
  }
}
