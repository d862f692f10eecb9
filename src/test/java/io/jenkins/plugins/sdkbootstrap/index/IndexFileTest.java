package io.jenkins.plugins.sdkbootstrap.index;

import static io.jenkins.plugins.sdkbootstrap.archive.Entries.at;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.describe;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.device;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.dir;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.fifo;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.file;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.hardlink;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.index;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.read;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.symlink;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.with;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.github.luben.zstd.Zstd;
import io.jenkins.plugins.sdkbootstrap.archive.Entries;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

public class IndexFileTest {

  private static final String FIELDS =
      " type=file mode=0644 uid=0 gid=0 size=1 time=1.0 tags=offset:0";

  private static final Entry[] ALL_KINDS = {
    dir(""),
    with(file("we\nird \\ = # * [a]?\t<script>\u007f", "x"), 04755, 1000, 3_000_000_000L),
    file("inv\u00ff\u0080", ""),
    at(file("old", "abc"), -2, 500_000_000),
    at(file("ns", "abc"), 1_577_836_800, 5),
    symlink("link", "../a b/\u00ff=,"),
    hardlink("further,name", "we\nird \\ = # * [a]?\t<script>\u007f"),
    hardlink("furthest", "further,name"),
    hardlink("further link", "link"),
    device("null", EntryType.CHAR_DEVICE, 1, 3),
    device("sda", EntryType.BLOCK_DEVICE, 300, 70_000),
    hardlink("zero", "null"),
    fifo("pipe"),
  };

  private static String text(byte[] index) {
    byte[] text = Zstd.decompress(index, 1 << 20);
    return new String(text, StandardCharsets.US_ASCII);
  }

  private static byte[] compressed(String text) {
    return Zstd.compress(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String error(String text) {
    return assertThrows(ArchiveException.class, () -> read(compressed(text))).getMessage();
  }

  @Test
  public void readsBackWhatItWrote() throws IOException {
    List<String> written = Arrays.stream(ALL_KINDS).map(Entries::describe).toList();
    List<String> found = read(index(ALL_KINDS)).stream().map(Entries::describe).toList();
    assertEquals(written, found);
  }

  @Test
  public void writesTheSameBytesForTheSameEntries() throws IOException {
    assertArrayEquals(index(ALL_KINDS), index(ALL_KINDS));
  }

  @Test
  public void spellsAnEntryInOneLineOfMtree() throws IOException {
    Entry e = with(at(file("usr/bin/x y", "abc"), 12, 34), 04755, 5, 6);
    String digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertEquals(
        "#mtree\n./usr/bin/x\\040y type=file mode=04755 uid=5 gid=6 size=3 time=12.000000034"
            + " sha256digest="
            + digest
            + " tags=offset:0\n",
        text(index(e)));
  }

  @Test
  public void describesAHardLinkLikeItsTarget() throws IOException {
    String line = text(index(file("a,b", "abc"), hardlink("c", "a,b"))).split("\n")[2];
    assertTrue(line, line.startsWith("./c type=file "));
    assertTrue(line, line.contains(" size=3 "));
    assertTrue(line, line.contains(" sha256digest=ba7816bf"));
    assertTrue(line, line.endsWith(" tags=offset:0,hardlink:./a\\054b"));
  }

  @Test
  public void describesAHardLinkToALaterVersionOfAFileLikeThat() throws IOException {
    String line =
        text(index(file("a", "old"), file("a", "newer"), hardlink("c", "a"))).split("\n")[3];
    assertTrue(line, line.contains(" size=5 "));
  }

  @Test
  public void refusesAHardLinkWhoseTargetDidNotCome() {
    ArchiveException e =
        assertThrows(ArchiveException.class, () -> index(hardlink("c", "gone"), file("gone", "")));
    assertEquals("c: a hard link to gone, but no such file comes before it", e.getMessage());
  }

  @Test
  public void remembersTheContentOfManyFiles() throws IOException {
    Entry[] entries = new Entry[6000];
    for (int i = 0; i < 3000; i++) {
      entries[i] = file("f" + i, "content " + i);
      entries[3000 + i] = hardlink("h" + i, "f" + (2999 - i));
    }
    String[] lines = text(index(entries)).split("\n");
    for (int i = 0; i < 3000; i++) {
      String digest = entries[2999 - i].sha256().hex();
      assertTrue(lines[3001 + i], lines[3001 + i].contains(digest));
    }
  }

  @Test
  public void refusesALinkThatIsTooLongForALine() {
    Entry longLink = symlink("l", "x".repeat(1 << 18));
    ArchiveException e = assertThrows(ArchiveException.class, () -> index(longLink));
    assertTrue(e.getMessage(), e.getMessage().contains("over 256 KiB"));
  }

  @Test
  public void passesOverKeywordsAndCommentsItDoesNotKnow() throws IOException {
    Entry e = read(compressed("#mtree\n\n# why\n./a nlink=2 optional" + FIELDS + "\n")).get(0);
    assertEquals("a|file|644|0:0|1|1.0||0,0||0", describe(e));
  }

  @Test
  public void namesTheLineAndWhatIsWrongInIt() {
    String begin = "#mtree\n./ok" + FIELDS + "\n";
    assertEquals(
        "x.mtree.zst: line 3: no 'type'",
        error(begin + "./a mode=0644 uid=0 gid=0 time=1.0 tags=offset:0\n"));
    assertEquals(
        "x.mtree.zst: line 3: no 'tags=offset'",
        error(begin + "./a type=dir mode=0644 uid=0 gid=0 time=1.0\n"));
    String[][] wrong = {
      {"mode=0644", "mode=010000", "'010000' is no mode"},
      {"mode=0644", "mode=9", "'9' is no mode"},
      {"uid=0", "uid=-1", "'-1' is no uid"},
      {"gid=0", "gid=+1", "'+1' is no gid"},
      {"size=1", "size=99999999999999999999", "'99999999999999999999' is no size"},
      {"time=1.0", "time=1.1000000000", "'1000000000' is no time"},
      {"time=1.0", "time=1.-5", "'-5' is no time"},
      {"time=1.0", "time=--1", "'-1' is no time"},
      {"type=file", "type=hardlink", "unknown type 'hardlink'"},
      {"type=file", "type=link", "a symlink without 'link='"},
      {
        "type=file", "type=dir sha256digest=00", "not a sha256 digest: '00'; it needs 64 hex digits"
      },
      {
        "type=file",
        "type=char device=1,3",
        "'device=1,3'; it is written as device=native,MAJOR,MINOR"
      },
      {"size=1 ", "", "a file without 'size='"},
      {"offset:0", "offset:0,hardlink:/a", "a path that does not begin with './'"},
      {"offset:0", "offset:x", "'x' is no offset:"},
    };
    for (String[] w : wrong) {
      String line = ("./a" + FIELDS).replace(w[0], w[1]);
      assertEquals("x.mtree.zst: line 3: " + w[2], error(begin + line + "\n"));
    }
  }

  @Test
  public void refusesNamesThatAreNone() {
    assertTrue(error("#mtree\n./a/../b" + FIELDS + "\n").contains("line 2: '..' in the path"));
    assertTrue(error("#mtree\n/etc" + FIELDS + "\n").contains("does not begin with './'"));
    assertTrue(error("#mtree\n./a\\000" + FIELDS + "\n").contains("a NUL byte"));
    assertTrue(error("#mtree\n./a\\9" + FIELDS + "\n").contains("without three octal digits"));
    assertTrue(error("#mtree\n./\u00ff" + FIELDS + "\n").contains("not printable ASCII"));
    assertTrue(error("#mtree\n./\t" + FIELDS + "\n").contains("not printable ASCII"));
  }

  @Test
  public void refusesALineWithoutAnEndInBoundedMemory() {
    assertEquals(
        "x.mtree.zst: line 2: longer than 256 KiB", error("#mtree\n./" + "x".repeat(8 << 20)));
  }

  @Test
  public void refusesWhatIsCutOff() throws IOException {
    assertEquals(
        "x.mtree.zst: line 2: without an end: the index is cut off", error("#mtree\n./a type"));
    byte[] whole = index(ALL_KINDS);
    byte[] cut = Arrays.copyOf(whole, whole.length - 6);
    ArchiveException e = assertThrows(ArchiveException.class, () -> read(cut));
    assertTrue(
        e.getMessage(),
        e.getMessage().startsWith("x.mtree.zst: cannot be read as an index in Zstandard: "));
  }

  @Test
  public void noticesAFlippedBitAnywhere() throws IOException {
    byte[] whole = index(ALL_KINDS);
    String written = text(whole);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        IndexReader reader = new IndexReader(new ByteArrayInputStream(flipped), "x");
        StringBuilder text = new StringBuilder("#mtree\n");
        reader.nextEntryLine().ifPresent(l -> text.append(l).append('\n'));
        for (var l = reader.nextEntryLine(); l.isPresent(); l = reader.nextEntryLine()) {
          text.append(l.get()).append('\n');
        }
        // A few bits of the frame's header say nothing about its content.
        assertEquals("bit " + bit, written, text.toString());
      } catch (ArchiveException expected) {
        assertTrue(expected.getMessage().startsWith("x: "));
      }
    }
  }

  @Test
  public void refusesWhatIsNoIndex() {
    assertTrue(error("hello\n").contains("line 1: does not begin with '#mtree'"));
    assertThrows(
        ArchiveException.class, () -> read("#mtree\n".getBytes(StandardCharsets.US_ASCII)));
    assertThrows(ArchiveException.class, () -> read(new byte[0]));
  }
}
