package io.jenkins.plugins.sdkbootstrap.archive;

import static io.jenkins.plugins.sdkbootstrap.archive.Entries.path;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.paths;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.github.luben.zstd.Zstd;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ArchiveFileTest {

  private static final long MIB = 1 << 20;

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Path folder;

  @Before
  public void resolveFolder() {
    folder = temporary.getRoot().toPath();
  }

  private static String cat(ArchiveFile archive, String path) throws IOException {
    try (InputStream in = archive.read(path(path))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String error(ArchiveFile archive, String path) {
    return assertThrows(ArchiveException.class, () -> cat(archive, path)).getMessage();
  }

  @Test
  public void opensEveryFileWhateverItsName() throws Exception {
    ArchivedTree tree = ArchivedTree.make(folder, "odd.tar.zst", ArchivedTree.ODD);
    try (ArchiveFile archive = ArchiveFile.open(tree.archive)) {
      assertEquals("x", cat(archive, "new\nline"));
      assertEquals("y", cat(archive, "bad\u00ffutf8"));
      assertEquals("z", cat(archive, "<script>alert(1)"));
      assertEquals("tab", cat(archive, "sp ace/t\tab"));
      assertEquals("", cat(archive, "empty"));
      byte[] sparse = Files.readAllBytes(tree.root.resolve("sparse"));
      try (InputStream in = archive.read(path("sparse"))) {
        assertArrayEquals(sparse, in.readAllBytes());
      }
    }
  }

  @Test
  public void followsSymlinksInsideTheRootAndHardLinks() throws Exception {
    ArchivedTree tree = ArchivedTree.make(folder, "odd.tar.zst", ArchivedTree.ODD);
    try (ArchiveFile archive = ArchiveFile.open(tree.archive)) {
      assertEquals("echo hello\n", cat(archive, "usr/bin/world"));
      assertEquals("echo hello\n", cat(archive, "bin/link"));
      assertEquals("root\n", cat(archive, "usr/bin/absolute"));
      assertEquals("root\n", cat(archive, "outside"));
      assertEquals(
          List.of("usr/bin/absolute", "usr/bin/hello", "usr/bin/link", "usr/bin/world"),
          paths(archive.list(path("bin"))));
      assertEquals(List.of("etc/passwd"), paths(archive.list(path("outside"))));
      assertEquals(0, archive.list(path("")).get(0).path().compareTo(path("<script>alert(1)")));
    }
  }

  @Test
  public void saysInOneLineWhyNothingIsOpened() throws Exception {
    ArchivedTree tree = ArchivedTree.make(folder, "odd.tar.zst", ArchivedTree.ODD);
    try (ArchiveFile archive = ArchiveFile.open(tree.archive)) {
      assertEquals("odd.tar.zst: usr/x is not there", error(archive, "usr/x"));
      assertEquals(
          "odd.tar.zst: loop is a symlink that leads to nothing in the root",
          error(archive, "loop"));
      assertEquals("odd.tar.zst: bin is not a file, its type is dir", error(archive, "bin"));
      assertEquals("odd.tar.zst: pipe is not a file, its type is fifo", error(archive, "pipe"));
      assertThrows(ArchiveException.class, () -> archive.list(path("usr/x")));
    }
  }

  /** Two archives may be asked for at once. */
  @Test
  public void namesTheArchiveThatIsNone() throws Exception {
    Path text = folder.resolve("text.tar");
    Files.writeString(text, "none ".repeat(500));
    String message = text + ": there is no tar stream in the archive: this is plain text";
    assertEquals(
        message, assertThrows(ArchiveException.class, () -> ArchiveFile.open(text)).getMessage());
    Path cut = folder.resolve("cut.tar.zst");
    byte[] whole =
        Files.readAllBytes(ArchivedTree.make(folder, "odd.tar.zst", ArchivedTree.ODD).archive);
    Files.write(cut, Arrays.copyOf(whole, 300));
    UnpackRequest request =
        new UnpackRequest(
            cut, folder.resolve("cut-root"), null, Elevation.NONE, true, Progress.NONE);
    assertEquals(
        cut + ": the archive cannot be decompressed: Truncated source",
        assertThrows(ArchiveException.class, () -> Unpacker.unpack(request)).getMessage());
  }

  @Test
  public void readsLittleOfALargeArchive() throws Exception {
    // Three large files that do not compress, a small one before the last.
    String script =
        "for f in a b d; do dd if=/dev/urandom of=$f bs=1M count=24 status=none; done; echo hi > c";
    ArchivedTree tree = ArchivedTree.make(folder, "large.tar.zst", script);
    assertTrue(Files.size(tree.archive) > 72 * MIB);
    try (CountingSource counted = new CountingSource(tree.archive);
        ArchiveFile archive = counted.archive()) {
      assertEquals(4, archive.list(RootPath.ROOT).size());
      assertEquals(0, counted.bytesRead());
      assertEquals("hi\n", cat(archive, "c"));
      assertTrue("" + counted.bytesRead(), counted.bytesRead() < 9 * MIB);
    }
  }

  @Test
  public void readsLittleOfABareTar() throws Exception {
    String script = "dd if=/dev/urandom of=a bs=1M count=24 status=none; echo hi > b";
    ArchivedTree tree = ArchivedTree.make(folder, "large.tar", script);
    try (CountingSource counted = new CountingSource(tree.archive);
        ArchiveFile archive = counted.archive()) {
      assertEquals("hi\n", cat(archive, "b"));
      assertTrue("" + counted.bytesRead(), counted.bytesRead() < MIB);
    }
  }

  @Test
  public void readsOtherCompressionsFromTheirStart() throws Exception {
    for (String name : List.of("o.tar.gz", "o.tar.xz", "o.tar.bz2")) {
      ArchivedTree tree = ArchivedTree.make(temporary.newFolder().toPath(), name, ArchivedTree.ODD);
      try (ArchiveFile archive = ArchiveFile.open(tree.archive)) {
        assertEquals("echo hello\n", cat(archive, "usr/bin/world"));
      }
    }
  }

  @Test
  public void looksIntoAForeignArchiveWithoutAnIndex() throws Exception {
    ArchivedTree tree = ArchivedTree.make(folder, "odd.tar.zst", ArchivedTree.ODD);
    // As most people do it: without the ./ and with one frame.
    ArchivedTree.run(tree.root, "tar", "-cf", "../foreign.tar", "usr", "etc");
    byte[] tar = Files.readAllBytes(folder.resolve("foreign.tar"));
    Path foreign = Files.write(folder.resolve("foreign.tar.zst"), Zstd.compress(tar));
    try (ArchiveFile archive = ArchiveFile.open(foreign)) {
      assertEquals(List.of("etc", "usr"), paths(archive.list(RootPath.ROOT)));
      assertEquals("echo hello\n", cat(archive, "usr/bin/world"));
    }
  }

  @Test
  public void refusesAnIndexOfAnotherArchive() throws Exception {
    ArchivedTree tree = ArchivedTree.make(folder, "a.tar.zst", "echo a > a; echo b > b");
    Path other = temporary.newFolder().toPath();
    ArchivedTree second = ArchivedTree.make(other, "a.tar.zst", "echo a > a; echo b > x");
    Files.write(tree.files().index(), Files.readAllBytes(second.files().index()));
    try (ArchiveFile archive = ArchiveFile.open(tree.archive)) {
      assertEquals(
          "a.tar.zst: the index does not match the archive: it says x, the archive has b; remove the"
              + " index, and it is created again",
          error(archive, "x"));
    }
  }

  @Test
  public void noticesThatTheContentIsNotWhatTheIndexSays() throws Exception {
    ArchivedTree tree = ArchivedTree.make(folder, "a.tar", "echo hello > a; echo b > b");
    byte[] bytes = Files.readAllBytes(tree.archive);
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("hello\n")] = 'j';
    Files.write(tree.archive, bytes);
    try (ArchiveFile archive = ArchiveFile.open(tree.archive)) {
      String error = error(archive, "a");
      assertTrue(error, error.startsWith("a.tar: a: its content is sha256:"));
      assertEquals("b\n", cat(archive, "b"));
    }
  }
}
