package io.jenkins.plugins.sdkbootstrap.archive;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.tar.TarBlock;
import io.jenkins.plugins.sdkbootstrap.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Streams as other tools make them: all are read, and mean what their makers meant. */
public class ForeignTarTest {

  @Rule public TemporaryFolder folder = new TemporaryFolder();

  private static String summary(Entry e) {
    String link = e.link() == null ? "" : " -> " + new String(e.link(), StandardCharsets.UTF_8);
    return e.type().id() + " " + e.path() + link + " " + e.size();
  }

  private static List<String> summaries(byte[] tar) throws IOException {
    List<String> lines = new ArrayList<>();
    TarBuilder.read(tar).forEach(e -> lines.add(summary(e)));
    return lines;
  }

  private void tree() throws Exception {
    Shell.run(
        folder.getRoot().toPath(),
        """
        mkdir -p tree/sub; cd tree; echo hello >file; ln file sub/hard; ln -s ../file sub/soft
        mkfifo pipe; truncate -s 1M hole; printf x | dd of=hole bs=1 seek=700000 conv=notrunc
        name=$(printf '%090d' 0); mkdir $name; echo deep >$name/$name
        chmod 640 file; touch -d @1234567890 file
        """);
  }

  /** What each format must have brought over; what it cannot hold is not asked for. */
  private void assertTree(byte[] tar) throws Exception {
    String zeros = "0".repeat(90);
    List<String> lines = new ArrayList<>(summaries(tar));
    lines.sort(null);
    assertEquals(
        List.of(
            "dir . 0",
            "dir " + zeros + " 0",
            "dir sub 0",
            "fifo pipe 0",
            "file " + zeros + "/" + zeros + " 5",
            "file file 6",
            "file hole 1048576",
            "hardlink sub/hard -> file 0",
            "link sub/soft -> ../file 0"),
        lines);
    for (Entry entry : TarBuilder.read(tar)) {
      if (entry.path().equals(RootPath.of("file"))) {
        assertEquals(0640, entry.mode());
        assertEquals(1234567890, entry.mtimeSeconds());
      }
      if (entry.path().equals(RootPath.of("hole"))) {
        assertEquals(
            entry.sha256().hex() + "\n",
            Shell.text(folder.getRoot().toPath(), "sha256sum <tree/hole | cut -d' ' -f1"));
      }
    }
  }

  private byte[] tar(String options) throws Exception {
    return Shell.run(folder.getRoot().toPath(), "tar -C tree --sort=name -c " + options + " . ");
  }

  @Test
  public void readsEachFormatOfGnuTar() throws Exception {
    tree();
    for (String format : List.of("gnu", "oldgnu", "pax", "ustar")) {
      assertTree(tar("--format=" + format));
    }
  }

  @Test
  public void readsEachSparseFormatOfGnuTar() throws Exception {
    tree();
    assertTree(tar("--format=gnu --sparse"));
    for (String version : List.of("0.0", "0.1", "1.0")) {
      assertTree(tar("--format=pax --sparse --sparse-version=" + version));
    }
  }

  @Test
  public void readsTheV7Format() throws Exception {
    Shell.run(
        folder.getRoot().toPath(), "mkdir -p tree/sub; cd tree; echo a >f; ln f sub/h; ln -s f s");
    assertEquals(
        List.of("dir . 0", "file f 2", "link s -> f 0", "dir sub 0", "hardlink sub/h -> f 0"),
        summaries(tar("--format=v7")));
  }

  @Test
  public void readsManySparsePiecesOfTheOldFormat() throws Exception {
    Shell.run(
        folder.getRoot().toPath(),
        "mkdir tree; i=0; while [ $i -lt 100 ]; do printf $i | dd of=tree/many bs=1"
            + " seek=$((i*65536)) conv=notrunc; i=$((i+1)); done");
    String sum =
        Shell.text(folder.getRoot().toPath(), "sha256sum <tree/many | cut -d' ' -f1").strip();
    for (String options : List.of("--format=gnu", "--format=pax --sparse-version=0.1")) {
      byte[] tar = tar(options + " --sparse");
      assertTrue("sparse: " + tar.length, tar.length < 600_000);
      assertEquals(sum, TarBuilder.read(tar).get(1).sha256().hex());
    }
  }

  @Test
  public void readsBusybox() throws Exception {
    Assume.assumeTrue("needs busybox", Shell.succeeds("busybox tar --help"));
    tree();
    assertTree(
        Shell.run(
            folder.getRoot().toPath(),
            "rm -f tree/sub/soft; ln -s ../file tree/sub/soft; busybox tar -C tree -cf - ."));
  }

  @Test
  public void readsBsdtar() throws Exception {
    Assume.assumeTrue("needs bsdtar", Shell.succeeds("bsdtar --version"));
    tree();
    for (String format : List.of("pax", "gnutar", "ustar", "paxr")) {
      assertTree(
          Shell.run(folder.getRoot().toPath(), "bsdtar -C tree --format=" + format + " -cf - ."));
    }
  }

  @Test
  public void readsPython() throws Exception {
    Assume.assumeTrue("needs python3", Shell.succeeds("python3 -c 'import tarfile'"));
    tree();
    for (String format : List.of("PAX", "GNU", "USTAR")) {
      assertTree(
          Shell.run(
              folder.getRoot().toPath(),
              "python3 -c 'import sys, tarfile\n"
                  + "t = tarfile.open(fileobj=sys.stdout.buffer, mode=\"w|\", format=tarfile."
                  + format
                  + "_FORMAT)\nt.add(\"tree\", arcname=\".\")\nt.close()'"));
    }
  }

  @Test
  public void readsCommonsCompress() throws IOException {
    String name = "n".repeat(150) + "/" + "m".repeat(150);
    for (int longFiles :
        List.of(TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
        out.setLongFileMode(longFiles);
        out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setUserId(3_000_000_000L);
        entry.setSize(3);
        out.putArchiveEntry(entry);
        out.write(new byte[] {1, 2, 3});
        out.closeArchiveEntry();
      }
      Entry read = TarBuilder.read(bytes.toByteArray()).get(0);
      assertEquals(name, read.path().toString());
      assertEquals(3_000_000_000L, read.uid());
    }
  }

  @Test
  public void takesADirectoryThatComesTwiceWithAnotherMode() throws IOException {
    List<Entry> entries =
        new TarBuilder()
            .folder("./")
            .folder("./a")
            .file("./a/f", "x")
            .entry('5', "./a/", "", new byte[0], h -> h.octal(TarBlock.MODE, 8, 0700))
            .read();
    assertEquals(0700, entries.get(3).mode());
    assertEquals(RootPath.of("a"), entries.get(3).path());
  }

  @Test
  public void takesAFolderThatComesBehindWhatIsInIt() throws IOException {
    assertEquals(2, new TarBuilder().file("a/b", "x").folder("a").read().size());
  }

  @Test
  public void takesAFileThatComesTwice() throws IOException {
    assertEquals(2, new TarBuilder().file("a", "old").file("a", "new").read().size());
  }

  @Test
  public void takesAHardLinkWithDotSlash() throws IOException {
    List<Entry> entries = new TarBuilder().file("usr/a", "x").hardLink("./usr/b", "./usr/a").read();
    assertArrayEquals("usr/a".getBytes(StandardCharsets.US_ASCII), entries.get(1).link());
  }

  @Test
  public void takesAHardLinkThatRepeatsTheSizeOfItsFile() throws IOException {
    List<Entry> entries =
        new TarBuilder()
            .file("a", "content")
            .entry('1', "b", "a", new byte[0], h -> h.octal(TarBlock.LENGTH, 12, 7))
            .file("c", "x")
            .read();
    assertEquals(3, entries.size());
    assertEquals(0, entries.get(1).size());
  }

  @Test
  public void takesAContiguousFile() throws IOException {
    Entry entry = new TarBuilder().entry('7', "c", "", "abc").read().get(0);
    assertEquals(EntryType.FILE, entry.type());
    assertEquals(3, entry.size());
  }

  @Test
  public void takesADirectoryOfV7() throws IOException {
    Entry entry =
        new TarBuilder()
            .entry('\0', "d/", "", new byte[0], h -> h.raw(TarBlock.MAGIC, 0, 0, 0, 0, 0, 0))
            .read()
            .get(0);
    assertEquals(EntryType.DIRECTORY, entry.type());
  }

  @Test
  public void takesASignedChecksum() throws IOException {
    byte[] tar = new TarBuilder().file("\344\366\374", "").end();
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? ' ' : tar[i];
    }
    TarBlock.octal(tar, TarBlock.CHECKSUM, 7, sum);
    assertEquals(1, TarBuilder.read(tar).size());
  }

  @Test
  public void takesGitsGlobalHeader() throws IOException {
    List<Entry> entries =
        new TarBuilder().pax('g', "comment", "0123456789abcdef").file("a", "x").read();
    assertEquals(0, entries.get(0).offset());
  }

  @Test
  public void takesBothLongNameAndLongLinkOfGnuTar() throws IOException {
    Entry entry =
        new TarBuilder()
            .entry('K', "././@LongLink", "", "t".repeat(200) + "\0")
            .entry('L', "././@LongLink", "", "n".repeat(200) + "\0")
            .symlink("n".repeat(100), "t".repeat(100))
            .read()
            .get(0);
    assertEquals("n".repeat(200), entry.path().toString());
    assertEquals(200, entry.link().length);
  }

  @Test
  public void takesASingleZeroBlockAtTheEnd() throws IOException {
    byte[] tar = new TarBuilder().file("a", "x").raw(new byte[512]).open();
    assertEquals(1, TarBuilder.read(tar).size());
  }

  @Test
  public void readsTimesBefore1970AndFractions() throws IOException {
    List<Entry> entries =
        new TarBuilder()
            .pax("mtime", "-1.25")
            .file("a", "")
            .pax("mtime", "1.1234567899")
            .file("b", "")
            .pax("mtime", "5")
            .file("c", "")
            .entry(
                '0',
                "d",
                "",
                new byte[0],
                h ->
                    h.raw(
                        TarBlock.MTIME, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 254))
            .read();
    List<String> times = new ArrayList<>();
    entries.forEach(e -> times.add(e.mtimeSeconds() + "+" + e.mtimeNanos()));
    assertEquals(List.of("-2+750000000", "1+123456789", "5+0", "-2+0"), times);
  }

  @Test
  public void readsLargeNumbers() throws IOException {
    Entry entry =
        new TarBuilder()
            .entry(
                '0',
                "a",
                "",
                new byte[0],
                h -> h.raw(TarBlock.UID, 0x80, 0, 0, 0, 0xb2, 0xd0, 0x5e, 0x00))
            .read()
            .get(0);
    assertEquals(3_000_000_000L, entry.uid());
  }

  @Test
  public void readsInPiecesOfAnySize() throws IOException {
    byte[] tar =
        new TarBuilder()
            .pax("path", "p".repeat(200))
            .file("short", "x".repeat(3000))
            .folder("d")
            .file("d/e", "y".repeat(511))
            .end();
    for (int size : List.of(1, 7, 511, 513, 1000)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayInputStream in =
          new ByteArrayInputStream(tar) {
            @Override
            public synchronized int read(byte[] into, int offset, int most) {
              return super.read(into, offset, Math.min(most, size));
            }
          };
      new TarReader(in, out, List.of()).readAll();
      out.write(new byte[1024]);
      assertArrayEquals(tar, out.toByteArray());
    }
  }

  @Test
  public void leavesOutDevicesAndHardLinksToThem() throws IOException {
    byte[] tar =
        new TarBuilder()
            .folder("dev")
            .device("dev/null", 1, 3)
            .hardLink("dev/zero", "dev/null")
            .file("f", "x")
            .end();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarReader.Summary summary =
        new TarReader(new ByteArrayInputStream(tar), out, List.of()).leaveOutDevices().readAll();
    assertEquals(2, summary.skippedDevices());
    assertEquals(2, summary.entries());
    out.write(new byte[1024]);
    assertEquals(List.of("dir dev 0", "file f 1"), summaries(out.toByteArray()));
  }
}
