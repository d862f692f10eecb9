package io.jenkins.plugins.sdkbootstrap.archive;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.github.luben.zstd.Zstd;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ArchiveVerifierTest {

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private ArchivedTree tree;

  @Before
  public void archive() throws Exception {
    tree = ArchivedTree.make(temporary.getRoot().toPath(), "odd.tar.zst", ArchivedTree.ODD);
  }

  private Verification verify(Map<String, Digest> expected) throws IOException {
    return ArchiveVerifier.verify(tree.files(), expected, Progress.NONE, List.of());
  }

  private void assertFindings(String... lines) throws IOException {
    assertEquals(List.of(lines), verify(Map.of()).findings());
  }

  private void rewriteIndex(UnaryOperator<String> change) throws IOException {
    byte[] text = Zstd.decompress(Files.readAllBytes(tree.files().index()), 1 << 20);
    String changed = change.apply(new String(text, StandardCharsets.US_ASCII));
    Files.write(tree.files().index(), Zstd.compress(changed.getBytes(StandardCharsets.US_ASCII)));
  }

  private void rewriteContents(UnaryOperator<String> change) throws IOException {
    byte[] text = new GZIPInputStream(Files.newInputStream(tree.files().contents())).readAllBytes();
    String changed = change.apply(new String(text, StandardCharsets.US_ASCII));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(changed.getBytes(StandardCharsets.US_ASCII));
    }
    Files.write(tree.files().contents(), out.toByteArray());
  }

  @Test
  public void findsNothingInWhatWasJustWritten() throws IOException {
    Verification verification = verify(Map.of("odd.tar.zst", tree.written.sha512()));
    assertEquals(List.of(), verification.findings());
    assertTrue(verification.isGood());
    assertEquals(
        List.of("index", "CONTENTS", "digest of odd.tar.zst", "DIGESTS"), verification.checked());
    assertEquals(tree.written.sha256(), verification.sha256());
  }

  @Test
  public void checksAnArchiveWithNothingBesideIt() throws IOException {
    Files.delete(tree.files().index());
    Files.delete(tree.files().contents());
    Files.delete(tree.files().digests());
    Verification verification = verify(Map.of());
    assertTrue(verification.isGood());
    assertEquals(List.of(), verification.checked());
  }

  @Test
  public void comparesWithTheExpectedDigest() throws IOException {
    Digest other = Digest.sha256(new byte[32]);
    Verification verification = verify(Map.of("odd.tar.zst", other));
    assertEquals(
        List.of("odd.tar.zst: is " + tree.written.sha256() + ", but the expected one is " + other),
        verification.findings());
  }

  @Test
  public void namesEntryAndFieldThatTheIndexSaysOtherwise() throws IOException {
    rewriteIndex(
        t ->
            t.replaceFirst("(./etc/passwd .*)mode=0644", "$1mode=0666")
                .replaceFirst("(./bad\\\\377utf8 .*sha256digest=)[0-9a-f]", "$1x"));
    List<String> findings = verify(Map.of()).findings();
    assertTrue(
        findings.toString(),
        findings
            .get(0)
            .matches(
                "odd.mtree.zst: bad.377utf8: the index says sha256digest=x.*, the archive .*"));
    assertEquals(
        "odd.mtree.zst: etc/passwd: the index says mode=0666, the archive mode=0644",
        findings.get(1));
    assertEquals(2, findings.size());
  }

  @Test
  public void namesAnOffsetThatIsWrong() throws IOException {
    rewriteIndex(t -> t.replaceFirst("offset:0\n", "offset:512\n"));
    assertFindings("odd.mtree.zst: .: the index says tags=offset:512, the archive tags=offset:0");
  }

  @Test
  public void namesALineThatIsMissingOrTooMuch() throws IOException {
    rewriteIndex(t -> t.replaceFirst("./etc/passwd .*\n", ""));
    List<String> findings = verify(Map.of()).findings();
    assertTrue(
        findings.toString(),
        findings
            .get(0)
            .endsWith(" where the archive has ./etc/passwd; the lines after it were not compared"));
    archiveAgain();
    rewriteIndex(t -> t + "./zzz type=dir\n");
    assertTrue(verify(Map.of()).findings().get(0).endsWith(": ./zzz is not in the archive"));
    archiveAgain();
    rewriteIndex(t -> t.substring(0, t.lastIndexOf("\n", t.length() - 2) + 1));
    assertFindings("odd.mtree.zst: it ends before usr/bin/world, which the archive has");
  }

  private void archiveAgain() throws IOException {
    try {
      tree = ArchivedTree.make(temporary.getRoot().toPath(), "odd.tar.zst", ":");
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  public void namesTheLineOfContentsThatIsWrong() throws IOException {
    Files.delete(tree.files().digests());
    rewriteContents(t -> t.replaceFirst("drwxr-xr-x", "drwxrwxrwx"));
    List<String> findings = verify(Map.of()).findings();
    assertTrue(
        findings.toString(),
        findings.get(0).startsWith("odd.tar.zst.CONTENTS.gz: line 1: is 'drwxrwxrwx "));
    assertEquals(1, findings.size());
    archiveAgain();
    Files.delete(tree.files().digests());
    rewriteContents(t -> t + "more\n");
    assertTrue(verify(Map.of()).findings().get(0).endsWith(": more than the archive has: more"));
  }

  @Test
  public void findsAFlippedBitAnywhereInTheTarballAndNamesWhere() throws IOException {
    byte[] whole = Files.readAllBytes(tree.archive);
    for (int at = 0; at < whole.length; at += 1 + whole.length / 97) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Files.write(tree.archive, flipped);
      List<String> findings = verify(Map.of()).findings();
      assertFalse("byte " + at, findings.isEmpty());
      findings.forEach(f -> assertTrue(f, f.startsWith("odd.")));
      String digest = "odd.tar.zst: is " + Checksums.sha2(tree.archive).get(0);
      assertTrue(findings.toString(), findings.stream().anyMatch(f -> f.startsWith(digest)));
    }
  }

  @Test
  public void saysWhetherVisitorsSawTheWholeArchive() throws IOException {
    assertTrue(verify(Map.of()).readWhole());
    byte[] whole = Files.readAllBytes(tree.archive);
    Files.write(tree.archive, Arrays.copyOf(whole, whole.length / 2));
    assertFalse(verify(Map.of()).readWhole());
  }

  @Test
  public void namesTheFileWhoseContentWasChanged() throws Exception {
    ArchivedTree plain =
        ArchivedTree.make(temporary.newFolder().toPath(), "odd.tar", ArchivedTree.ODD);
    tree = plain;
    byte[] whole = Files.readAllBytes(plain.archive);
    int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf("echo hello");
    whole[at] ^= 1;
    Files.write(plain.archive, whole);
    List<String> findings = verify(Map.of()).findings();
    assertTrue(
        findings.toString(),
        findings.get(0).startsWith("odd.mtree.zst: usr/bin/hello: the index says sha256digest="));
    assertTrue(
        findings.toString(),
        findings.get(1).startsWith("odd.mtree.zst: usr/bin/world: the index says sha256digest="));
    assertTrue(findings.toString(), findings.get(2).startsWith("odd.tar: is sha256:"));
  }

  @Test
  public void findsAFlippedBitAnywhereInTheFilesBesideIt() throws IOException {
    Map<String, Digest> expected =
        Map.of("odd.mtree.zst", Checksums.sha2(tree.files().index()).get(0));
    for (Path file :
        List.of(tree.files().index(), tree.files().contents(), tree.files().digests())) {
      byte[] whole = Files.readAllBytes(file);
      for (int at = 0; at < whole.length; at += 1 + whole.length / 211) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << at % 8);
        Files.write(file, flipped);
        List<String> findings = verify(expected).findings();
        assertFalse(file.getFileName() + " byte " + at, findings.isEmpty());
        findings.forEach(f -> assertTrue(f, f.startsWith("odd.")));
      }
      Files.write(file, whole);
    }
  }

  @Test
  public void saysThatDigestsNamesAnotherFile() throws IOException {
    String text = Files.readString(tree.files().digests());
    Files.writeString(
        tree.files().digests(), text.replaceAll("  odd.tar.zst\n", "  even.tar.zst\n"));
    assertFindings(
        "odd.tar.zst.DIGESTS: names even.tar.zst, which is not there",
        "odd.tar.zst.DIGESTS: does not name odd.tar.zst");
  }
}
