package io.jenkins.plugins.sdkbootstrap.archive;

import static io.jenkins.plugins.sdkbootstrap.archive.TarBuilder.refused;

import io.jenkins.plugins.sdkbootstrap.tar.TarBlock;
import java.util.Arrays;
import org.junit.Test;

/** Streams that are damaged or that readers could disagree about, one test each. */
public class BrokenTarTest {

  private final TarBuilder tar = new TarBuilder();

  @Test
  public void refusesAWrongChecksum() {
    byte[] stream = tar.file("ok", "x").file("a", "x").end();
    stream[1024 + TarBlock.MODE] ^= 1;
    refused(stream, "no tar header at byte 1024 of the tar stream: its checksum is wrong");
  }

  @Test
  public void refusesWhatIsNoTar() {
    byte[] noise = new byte[4096];
    Arrays.fill(noise, (byte) 'x');
    refused(noise, "there is no tar stream in the archive: this is plain text");
    Arrays.fill(noise, (byte) 1);
    refused(noise, "no tar header at byte 0 of the tar stream: its checksum is wrong");
  }

  @Test
  public void refusesAStreamWithoutItsEnd() {
    refused(
        tar.file("a", "x").open(),
        "the tar stream is cut off at byte 1024, before its end-of-archive");
  }

  @Test
  public void refusesAnEmptyStream() {
    refused(new byte[0], "the tar stream is cut off at byte 0, before its end-of-archive");
  }

  @Test
  public void refusesAStreamCutOffInAHeader() {
    refused(
        Arrays.copyOf(tar.file("a", "x").file("b", "").open(), 1200),
        "the tar stream is cut off in the middle of a header at byte 1024,"
            + " before its end-of-archive");
  }

  @Test
  public void refusesAStreamCutOffInContent() {
    refused(
        Arrays.copyOf(tar.file("a", "x".repeat(2000)).open(), 1500),
        "a (at byte 0 of the tar stream): the tar stream is cut off in its content");
  }

  @Test
  public void refusesAStreamCutOffInAnExtendedHeader() {
    refused(
        Arrays.copyOf(tar.pax("path", "x".repeat(600)).open(), 1024),
        "the entry (at byte 0 of the tar stream): the tar stream is cut off in its extended"
            + " header");
  }

  @Test
  public void refusesAnExtendedHeaderWithoutItsEntry() {
    tar.pax("path", "a");
    refused(
        tar,
        "the entry (at byte 0 of the tar stream): its extended header is followed by no entry");
  }

  @Test
  public void refusesTwoExtendedHeadersOfAKind() {
    tar.pax("path", "a").pax("path", "b").file("c", "");
    refused(
        tar, "the entry (at byte 0 of the tar stream): it has two extended headers of one kind");
  }

  @Test
  public void refusesGarbageBehindTheEnd() {
    byte[] stream = tar.file("a", "x").raw(new byte[3 * 512]).raw(new byte[] {0, 7}).open();
    refused(stream, "data behind the end-of-archive, at byte 2561 of the tar stream");
  }

  @Test
  public void refusesASecondArchiveBehindTheFirst() {
    byte[] stream = tar.file("a", "x").raw(new byte[512]).file("b", "").end();
    refused(stream, "data behind the end-of-archive, at byte 1536 of the tar stream");
  }

  @Test
  public void refusesAnExtendedHeaderOverTheLimit() {
    tar.entry('x', "x", "", new byte[0], h -> h.octal(TarBlock.LENGTH, 12, 9 << 20));
    refused(
        tar,
        "the entry (at byte 0 of the tar stream): its extended header has 9437184 bytes;"
            + " at most 8388608 are read");
  }

  @Test
  public void refusesHeadersThatAreTooLargeTogether() {
    for (int i = 0; i < 9; i++) {
      tar.pax('g', "comment", "x".repeat(1 << 20));
    }
    refused(
        tar,
        "the headers of the entry at byte 0 of the tar stream have more than 8388608 bytes, more"
            + " than any real entry needs");
  }

  @Test
  public void refusesANegativeSize() {
    tar.entry('0', "a", "", new byte[0], h -> h.raw(TarBlock.LENGTH, minusOne()));
    refused(tar, "a (at byte 0 of the tar stream): its size is out of range: -1");
  }

  @Test
  public void refusesASizeBeyond63Bits() {
    tar.entry(
        '0',
        "a",
        "",
        new byte[0],
        h -> h.raw(TarBlock.LENGTH, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0));
    refused(tar, "a (at byte 0 of the tar stream): its header has no valid size");
  }

  @Test
  public void refusesASizeThatIsNoNumber() {
    tar.entry('0', "a", "", new byte[0], h -> h.text(TarBlock.LENGTH, "0000zz"));
    refused(tar, "a (at byte 0 of the tar stream): its header has no valid size");
  }

  @Test
  public void refusesAPaxSizeThatIsNoNumber() {
    tar.pax("size", "-1").file("a", "");
    refused(
        tar, "the entry (at byte 0 of the tar stream): its extended header has no valid size: -1");
  }

  @Test
  public void refusesAnOwnerOutOfRange() {
    tar.pax("uid", "4294967295").file("a", "");
    refused(tar, "a (at byte 0 of the tar stream): its owner is out of range: 4294967295");
  }

  @Test
  public void refusesANegativeGroup() {
    tar.entry(
        '0',
        "a",
        "",
        new byte[0],
        h -> h.raw(TarBlock.GID, 255, 255, 255, 255, 255, 255, 255, 255));
    refused(tar, "a (at byte 0 of the tar stream): its group is out of range: -1");
  }

  @Test
  public void refusesADeviceNumberOutOfRange() {
    tar.device("d", 4096, 0);
    refused(tar, "d (at byte 0 of the tar stream): its device number is out of range: 4096,0");
  }

  @Test
  public void refusesAnUnknownType() {
    tar.entry('M', "m", "", "");
    refused(tar, "m (at byte 0 of the tar stream): its type 'M' cannot be in a root");
  }

  @Test
  public void refusesADirectoryWithContent() {
    tar.entry('5', "d", "", "hidden");
    refused(tar, "d (at byte 0 of the tar stream): a dir with content of 6 bytes");
  }

  @Test
  public void refusesGlobalHeadersThatChangeEntries() {
    tar.pax('g', "path", "../x").file("a", "");
    refused(
        tar,
        "the entry (at byte 0 of the tar stream):"
            + " a global extended header sets 'path' for all entries");
  }

  @Test
  public void refusesPaxRecordsOfTheWrongLength() {
    tar.entry('x', "x", "", "99 path=a\n").file("a", "");
    refused(
        tar,
        "the entry (at byte 0 of the tar stream):"
            + " its extended header holds a record that is not LENGTH KEY=VALUE");
  }

  @Test
  public void refusesPaxRecordsWithoutEqualsSign() {
    tar.entry('x', "x", "", "8 path\n\n").file("a", "");
    refused(
        tar,
        "the entry (at byte 0 of the tar stream):"
            + " its extended header holds a record that is not LENGTH KEY=VALUE");
  }

  @Test
  public void refusesASparseMapThatOverlaps() {
    tar.pax("GNU.sparse.size", "9999", "GNU.sparse.map", "0,512,100,512")
        .file("s", "x".repeat(1024));
    refused(
        tar,
        "the entry (at byte 0 of the tar stream):"
            + " its sparse map is wrong: data at 100 after data up to 512");
  }

  @Test
  public void refusesASparseMapBeyondTheFile() {
    tar.pax("GNU.sparse.size", "1000", "GNU.sparse.map", "0,512,600,512")
        .file("s", "x".repeat(1024));
    refused(
        tar,
        "s (at byte 0 of the tar stream):"
            + " its sparse map is wrong: data up to 1112 in a file of 1000 bytes");
  }

  @Test
  public void refusesASparseMapOfOtherThanTheStoredData() {
    tar.pax("GNU.sparse.size", "9999", "GNU.sparse.map", "0,512").file("s", "x".repeat(1024));
    refused(
        tar,
        "s (at byte 0 of the tar stream):"
            + " its sparse map is wrong: 512 bytes of data, but 1024 are stored");
  }

  @Test
  public void refusesASparseMapThatPromisesTooMuch() {
    tar.pax(
            "GNU.sparse.major",
            "1",
            "GNU.sparse.minor",
            "0",
            "GNU.sparse.name",
            "s",
            "GNU.sparse.realsize",
            "9")
        .file("x", "1000001\n");
    refused(tar, "s (at byte 0 of the tar stream): its sparse map has more than 1000000 pieces");
  }

  @Test
  public void refusesASparseMapThatEndsEarly() {
    tar.pax(
            "GNU.sparse.major",
            "1",
            "GNU.sparse.minor",
            "0",
            "GNU.sparse.name",
            "s",
            "GNU.sparse.realsize",
            "9")
        .file("x", "2\n0\n1\n");
    refused(tar, "s (at byte 0 of the tar stream): its sparse map is longer than its content");
  }

  @Test
  public void refusesAnUnknownSparseFormat() {
    tar.pax("GNU.sparse.major", "2", "GNU.sparse.minor", "0", "GNU.sparse.realsize", "9")
        .file("s", "");
    refused(tar, "the entry (at byte 0 of the tar stream): its sparse format is not known");
  }

  @Test
  public void refusesAnIncrementalDump() {
    tar.pax("GNU.dumpdir", "Yx\0").folder("d");
    refused(
        tar,
        "the entry (at byte 0 of the tar stream):"
            + " it belongs to an incremental dump, not to a root");
  }

  private static int[] minusOne() {
    int[] bytes = new int[12];
    Arrays.fill(bytes, 0xff);
    return bytes;
  }

  @Test
  public void showsNoLineBreakOfATime() {
    tar.pax("mtime", "1\nBUILD SUCCESSFUL").file("a", "");
    refused(
        tar,
        "the entry (at byte 0 of the tar stream):"
            + " its extended header has no valid mtime: 1\\012BUILD\\040SUCCESSFUL");
  }

  @Test
  public void cutsOffANameThatIsTooLongToBeShown() {
    tar.pax("path", "n".repeat(1_000_000)).file("a", "");
    refused(
        tar,
        "n".repeat(200)
            + "... (1000000 bytes) (at byte 0 of the tar stream):"
            + " its name has a component of 1000000 bytes; Linux allows 255");
  }
}
