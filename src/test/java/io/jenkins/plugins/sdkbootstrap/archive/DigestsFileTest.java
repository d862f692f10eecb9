package io.jenkins.plugins.sdkbootstrap.archive;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DigestsFileTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.getRoot().toPath().resolve(name), text);
  }

  @Test
  public void writesWhatCatalystWritesAndSha512sumChecks() throws Exception {
    Path tarball = write("a.tar.zst", "tarball");
    Path contents = write("a.CONTENTS.gz", "contents");
    DigestsFile digests = new DigestsFile();
    Map<DigestAlgorithm, String> sums = Checksums.of(tarball, DigestAlgorithm.DEFAULT);
    digests.add("a.tar.zst", DigestAlgorithm.SHA256, sums.get(DigestAlgorithm.SHA256));
    digests.add("a.tar.zst", DigestAlgorithm.SHA512, sums.get(DigestAlgorithm.SHA512));
    digests.add(
        "a.CONTENTS.gz",
        DigestAlgorithm.SHA512,
        Checksums.of(contents, List.of(DigestAlgorithm.SHA512)).get(DigestAlgorithm.SHA512));
    String[] lines = digests.text().split("\n");
    assertEquals("# SHA256 HASH", lines[0]);
    assertEquals(sums.get(DigestAlgorithm.SHA256) + "  a.tar.zst", lines[1]);
    assertEquals("# SHA512 HASH", lines[2]);
    assertEquals(sums.get(DigestAlgorithm.SHA512) + "  a.tar.zst", lines[3]);
    assertEquals("# SHA512 HASH", lines[4]);
    write("a.DIGESTS", digests.text());
    Process check =
        new ProcessBuilder("sh", "-c", "grep -A1 SHA512 a.DIGESTS | sha512sum -c --quiet")
            .directory(folder.getRoot())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes());
    // It warns of the comments, but finds every sum right.
    assertEquals(said, 0, check.waitFor());
  }

  @Test
  public void readsBackWhatItWroteAndPassesOverOtherAlgorithms() throws IOException {
    Path tarball = write("a.tar.xz", "tarball");
    Map<DigestAlgorithm, String> sums = Checksums.of(tarball, List.of(DigestAlgorithm.values()));
    assertEquals(DigestAlgorithm.values().length, sums.size());
    DigestsFile digests = new DigestsFile();
    for (Map.Entry<DigestAlgorithm, String> sum : sums.entrySet()) {
      digests.add("a.tar.xz", sum.getKey(), sum.getValue());
    }
    Path file = write("a.DIGESTS", "# WHIRLPOOL HASH\nabc  a.tar.xz\n" + digests.text());
    assertEquals(sums, DigestsFile.read(file).of("a.tar.xz"));
    assertEquals(Map.of(), DigestsFile.read(file).of("b"));
  }

  @Test
  public void namesALineThatIsNoChecksum() throws IOException {
    Path file = write("a.DIGESTS", "# SHA512 HASH\n" + "0".repeat(128) + "  a.tar\nnonsense\n");
    ArchiveException e = assertThrows(ArchiveException.class, () -> DigestsFile.read(file));
    assertEquals("a.DIGESTS: line 3: not a checksum and a file name", e.getMessage());
    Path cut = write("b.DIGESTS", "# SHA512 HASH\nabc  a.tar\n");
    ArchiveException shortened = assertThrows(ArchiveException.class, () -> DigestsFile.read(cut));
    assertEquals(
        "b.DIGESTS: line 2: not a sha512 checksum: 'abc'; it needs 128 hex digits",
        shortened.getMessage());
  }

  @Test
  public void refusesAnAlgorithmThatDoesNotExist() throws IOException {
    Path file = write("a.DIGESTS", "# SHA513 HASH\nabc  a.tar\n");
    ArchiveException e = assertThrows(ArchiveException.class, () -> DigestsFile.read(file));
    assertTrue(e.getMessage(), e.getMessage().startsWith("a.DIGESTS: line 2: unknown digest"));
  }

  @Test
  public void refusesANameThatWouldBeTwoLines() {
    assertThrows(
        ArchiveException.class,
        () -> new DigestsFile().add("a\nb", DigestAlgorithm.MD5, "0".repeat(32)));
  }
}
