package io.jenkins.plugins.sdkbootstrap.archive;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The files beside an archive, as other people's tools see them. */
public class SideFilesTest {

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Path folder;

  @Before
  public void resolveFolder() {
    folder = temporary.getRoot().toPath();
  }

  private ArchivedTree odd() throws IOException, InterruptedException {
    String devices =
        ArchivedTree.isRoot()
            ? "mknod null c 1 3; mknod disk b 259 70000; chown 70000:5 empty"
            : "";
    return ArchivedTree.make(folder, "odd.tar.zst", ArchivedTree.ODD + devices);
  }

  private void oddWithAllChecksums() throws Exception {
    ArchivedTree tree =
        ArchivedTree.make(
            folder, "odd.tar.zst", ArchivedTree.ODD, List.of(DigestAlgorithm.values()));
    assertEquals(
        List.of(),
        ArchiveVerifier.verify(tree.files(), Map.of(), Progress.NONE, List.of()).findings());
  }

  private static String unzipped(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  public void writesAsContentsWhatTarLists() throws Exception {
    ArchivedTree tree = odd();
    ArchivedTree.unzstd(tree.archive);
    String listed = ArchivedTree.run(folder, "tar", "-tvf", "odd.tar");
    assertEquals(listed, unzipped(tree.files().contents()));
  }

  @Test
  public void widensTheColumnOfSizesAsTarDoes() throws Exception {
    assumeTrue("only root can give files away", ArchivedTree.isRoot());
    String script =
        "for i in 1 2 3; do truncate -s ${i}234567890 f$i; chown 30000$i:4000000$i f$i; done; : > g";
    ArchivedTree tree = ArchivedTree.make(folder, "odd.tar.gz", script);
    String listed = ArchivedTree.run(folder, "tar", "-tvf", "odd.tar.gz");
    assertEquals(listed, unzipped(tree.files().contents()));
  }

  @Test
  public void writesChecksumsThatTheToolOfEachAlgorithmChecks() throws Exception {
    oddWithAllChecksums();
    for (String algorithm : List.of("md5", "sha1", "sha224", "sha256", "sha384", "sha512")) {
      assertEquals("odd.tar.zst: OK\nodd.tar.zst.CONTENTS.gz: OK\n", sums(algorithm, algorithm));
    }
    assertEquals("odd.tar.zst: OK\nodd.tar.zst.CONTENTS.gz: OK\n", sums("blake2b", "b2"));
  }

  private String sums(String algorithm, String tool) throws Exception {
    return ArchivedTree.run(
        folder,
        "sh",
        "-c",
        "grep -iA1 '^# "
            + algorithm
            + " HASH$' odd.tar.zst.DIGESTS | grep -v '^[#-]' | "
            + tool
            + "sum -c");
  }

  /** As Flatcar's verify_digests reads it: each algorithm's sum of a file by the file's name. */
  @Test
  public void writesTheChecksumsOfEachFileWhereOthersLookForThem() throws Exception {
    oddWithAllChecksums();
    for (String file : List.of("odd.tar.zst", "odd.tar.zst.CONTENTS.gz")) {
      for (String algorithm : List.of("md5", "sha1", "sha512")) {
        String found =
            ArchivedTree.run(
                folder,
                "sh",
                "-c",
                "set -e; grep -A1 -i '^# "
                    + algorithm
                    + " HASH$' "
                    + "odd.tar.zst.DIGESTS | grep '"
                    + file
                    + "$' | "
                    + algorithm
                    + "sum -c - --strict");
        assertEquals(file + ": OK\n", found);
      }
    }
  }

  @Test
  public void letsBsdtarReadTheIndex() throws Exception {
    assumeTrue("needs bsdtar (Debian: libarchive-tools)", ArchivedTree.has("bsdtar"));
    ArchivedTree tree = odd();
    String mtree = ArchivedTree.run(folder, "bsdtar", "-tf", "odd.mtree.zst");
    ArchivedTree.unzstd(tree.archive);
    String tar = ArchivedTree.run(folder, "tar", "-tf", "odd.tar");
    // tar ends the names of folders with a slash, as they are in the archive.
    assertEquals(tar.replace("/\n", "\n"), mtree.replace("/\n", "\n"));
    assertEquals(tree.written.entries(), mtree.lines().count());
  }

  @Test
  public void letsMtreeCheckTheRoot() throws Exception {
    assumeTrue("needs NetBSD's mtree (Debian: mtree-netbsd)", ArchivedTree.has("mtree"));
    ArchivedTree tree = odd();
    ArchivedTree.unzstd(tree.files().index());
    String[] check = {"mtree", "-p", "root", "-f", "odd.mtree"};
    assertEquals("", ArchivedTree.run(folder, check));
    Files.writeString(tree.root.resolve("usr/bin/hello"), "echo HELLO\n");
    AssertionError e = assertThrows(AssertionError.class, () -> ArchivedTree.run(folder, check));
    assertTrue(e.getMessage(), e.getMessage().contains("usr/bin/hello"));
    // The other name of the changed file is found, too.
    assertTrue(e.getMessage(), e.getMessage().contains("usr/bin/world"));
    assertTrue(e.getMessage(), e.getMessage().toLowerCase().contains("sha256"));
  }

  @Test
  public void writesTheSameFilesForTheSameTree() throws Exception {
    ArchivedTree first = odd();
    byte[][] before = {
      Files.readAllBytes(first.files().index()),
      Files.readAllBytes(first.files().contents()),
      Files.readAllBytes(first.files().digests()),
    };
    ArchivedTree second = ArchivedTree.make(folder, "odd.tar.zst", ":");
    assertArrayEquals(before[0], Files.readAllBytes(second.files().index()));
    assertArrayEquals(before[1], Files.readAllBytes(second.files().contents()));
    assertArrayEquals(before[2], Files.readAllBytes(second.files().digests()));
  }

  @Test
  public void leavesNothingBehindWhenAnEntryIsRefused() {
    EntryVisitor refusing =
        new EntryVisitor() {
          @Override
          public void begin(Entry header) throws IOException {
            if (!header.path().isRoot()) {
              throw new ArchiveException("not this one");
            }
          }
        };
    assertThrows(
        ArchiveException.class,
        () -> ArchivedTree.make(folder, "odd.tar.zst", ArchivedTree.ODD, refusing));
    assertArrayEquals(new String[] {"root"}, folder.toFile().list());
  }
}
