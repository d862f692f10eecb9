package io.jenkins.plugins.sdkbootstrap.index;

import static io.jenkins.plugins.sdkbootstrap.archive.Entries.describe;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.device;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.dir;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.file;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.hardlink;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.loaded;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.path;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.paths;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.symlink;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.with;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.util.List;
import org.junit.Test;

public class ArchiveIndexTest {

  private static ArchiveIndex small() throws IOException {
    return loaded(
        dir(""),
        dir("etc"),
        file("etc/passwd", "root"),
        dir("usr"),
        dir("usr/bin"),
        file("usr/bin/gcc", "gcc!"),
        hardlink("usr/bin/x86-gcc", "usr/bin/gcc"),
        symlink("usr/bin/cc", "gcc"),
        symlink("bin", "usr/bin"),
        symlink("usr/bin/abs", "/etc/passwd"),
        symlink("up", "../../../../etc/passwd"),
        symlink("loop", "pool"),
        symlink("pool", "loop"),
        symlink("self", "self/x"),
        hardlink("cc2", "usr/bin/cc"),
        device("null", EntryType.CHAR_DEVICE, 1, 3));
  }

  private static String resolved(ArchiveIndex index, String path) {
    return index.resolve(path(path)).map(e -> e.path().toString()).orElse("nothing");
  }

  @Test
  public void returnsEveryEntryAsItCame() throws IOException {
    Entry odd = with(file("we\nird\u00ff", "abc"), 07777, 4_294_967_295L, 3_000_000_000L);
    Entry dev = device("sda", EntryType.BLOCK_DEVICE, 4095, 1_000_000);
    Entry link = symlink("l", "\u00fe \n");
    ArchiveIndex index = loaded(dir(""), odd, dev, link, hardlink("h", "we\nird\u00ff"));
    for (Entry e : List.of(odd, dev, link, hardlink("h", "we\nird\u00ff"), dir(""))) {
      assertEquals(describe(e), describe(index.stat(e.path()).orElseThrow()));
    }
    assertTrue(index.stat(path("nothing")).isEmpty());
    assertTrue(index.stat(path("sda/x")).isEmpty());
  }

  @Test
  public void listsAFolderByTheBytesOfItsNames() throws IOException {
    ArchiveIndex index =
        loaded(
            dir("d"),
            file("d/b", ""),
            dir("d/a"),
            file("d/a/x", ""),
            file("d/\u00ff", ""),
            file("d/a-b", ""),
            file("d-e", ""),
            file("d/B", ""));
    assertEquals(List.of("d/B", "d/a", "d/a-b", "d/b", "d/\\377"), paths(index.list(path("d"))));
    assertEquals(List.of("d/a", "d/a-b"), paths(index.list(path("d")).subList(1, 3)));
    assertEquals(5, index.list(path("d")).size());
    assertEquals(List.of("d", "d-e"), paths(index.list(RootPath.ROOT)));
    assertEquals(List.of(), index.list(path("d/b")));
    assertEquals(List.of(), index.list(path("nothing")));
  }

  @Test
  public void sumsUpWhatAFolderHolds() throws IOException {
    ArchiveIndex index = small();
    assertEquals(new DirectoryTotals(4, 4), index.totals(path("usr/bin")));
    assertEquals(new DirectoryTotals(5, 4), index.totals(path("usr")));
    assertEquals(new DirectoryTotals(15, 8), index.totals(RootPath.ROOT));
    assertEquals(new DirectoryTotals(0, 4), index.totals(path("etc/passwd")));
    assertEquals(new DirectoryTotals(0, 0), index.totals(path("nothing")));
  }

  @Test
  public void followsSymlinksInsideTheRootAndNeverOutOfIt() throws IOException {
    ArchiveIndex index = small();
    assertEquals("usr/bin/gcc", resolved(index, "bin/cc"));
    assertEquals("etc/passwd", resolved(index, "bin/abs"));
    assertEquals("etc/passwd", resolved(index, "up"));
    assertEquals("usr/bin", resolved(index, "bin"));
    assertEquals(".", resolved(index, ""));
    assertEquals("nothing", resolved(index, "etc/passwd/x"));
    assertEquals("nothing", resolved(index, "usr/nothing"));
  }

  @Test
  public void endsACircleOfSymlinks() throws IOException {
    assertEquals("nothing", resolved(small(), "loop"));
    assertEquals("nothing", resolved(small(), "self"));
  }

  @Test
  public void followsAChainOfFortySymlinksButNoLongerOne() throws IOException {
    Entry[] chain = new Entry[42];
    chain[0] = file("0", "");
    for (int i = 1; i < chain.length; i++) {
      chain[i] = symlink("" + i, "" + (i - 1));
    }
    assertEquals("0", resolved(loaded(chain), "40"));
    assertEquals("nothing", resolved(loaded(chain), "41"));
  }

  @Test
  public void followsAPathFromAFolderAsASymlinkThereWould() throws IOException {
    byte[] spelled = "../../bin/./cc".getBytes();
    assertEquals(
        "usr/bin/gcc", small().resolve(path("usr/bin"), spelled).orElseThrow().path().toString());
  }

  @Test
  public void findsTheContentOfAHardLink() throws IOException {
    ArchiveIndex index = small();
    Entry link = index.stat(path("usr/bin/x86-gcc")).orElseThrow();
    assertEquals("usr/bin/gcc", index.content(link).path().toString());
    assertEquals(4, index.content(link).size());
    Entry linkToSymlink = index.stat(path("cc2")).orElseThrow();
    assertEquals(EntryType.SYMLINK, index.content(linkToSymlink).type());
    Entry plain = index.stat(path("etc/passwd")).orElseThrow();
    assertEquals(plain, index.content(plain));
  }

  @Test
  public void searchesAllNamesInPathOrder() throws IOException {
    ArchiveIndex index = small();
    assertEquals(
        List.of("usr/bin/gcc", "usr/bin/x86-gcc"), paths(index.find("gcc", 0, 10).entries()));
    assertFalse(index.find("gcc", 0, 2).more());
    assertTrue(index.find("gcc", 0, 1).more());
    assertEquals(List.of("usr/bin/gcc"), paths(index.find("g*", 0, 10).entries()));
    assertEquals(List.of("bin", "usr/bin"), paths(index.find("bin", 0, 10).entries()));
    assertEquals(List.of("usr/bin/cc"), paths(index.find("bin/c", 0, 10).entries()));
    assertEquals(List.of("etc/passwd"), paths(index.find("*/passwd", 0, 10).entries()));
  }

  @Test
  public void makesFoldersThatHaveNoEntry() throws IOException {
    ArchiveIndex index = loaded(file("a/b/c", "abc"));
    assertEquals(List.of("a/b"), paths(index.list(path("a"))));
    assertEquals(-1, index.stat(path("a/b")).orElseThrow().offset());
    assertEquals(EntryType.DIRECTORY, index.stat(path("a")).orElseThrow().type());
    assertEquals(4, index.count());
  }

  @Test
  public void letsTheLaterEntryOfAPathCount() throws IOException {
    ArchiveIndex index = loaded(file("a", "old"), file("a", "newer"));
    assertEquals(5, index.stat(path("a")).orElseThrow().size());
    assertEquals(2, index.count());
    assertEquals(5, index.totals(RootPath.ROOT).bytes());
  }

  @Test
  public void refusesWhatNoRootCanBe() {
    String[] expected = {
      "f/x: lies below f, which is not a directory",
      "l/x: lies below l, which is not a directory",
      "d: is a directory in this archive already, and comes again as file",
      "a/b: is a directory in this archive already, and comes again as file",
      "h: a hard link to nothing, but no such file comes before it",
      "h: a hard link to d, but no such file comes before it",
      "h: a hard link to itself",
      ".: is a directory in this archive already, and comes again as file",
    };
    Entry[][] refused = {
      {file("f", ""), file("f/x", "")},
      {symlink("l", "d"), file("l/x", "")},
      {dir("d"), file("d", "")},
      {file("a/b/c", ""), file("a/b", "")},
      {hardlink("h", "nothing")},
      {dir("d"), hardlink("h", "d")},
      {file("h", ""), hardlink("h", "h")},
      {file("", "")},
    };
    for (int i = 0; i < refused.length; i++) {
      Entry[] entries = refused[i];
      ArchiveException e = assertThrows(ArchiveException.class, () -> loaded(entries));
      assertEquals(expected[i], e.getMessage());
    }
  }

  @Test
  public void endsACircleOfHardLinks() throws IOException {
    ArchiveIndex index =
        loaded(file("a", "x"), hardlink("b", "a"), hardlink("a", "b"), hardlink("b", "a"));
    Entry b = index.stat(path("b")).orElseThrow();
    assertEquals(EntryType.HARDLINK, index.content(b).type());
    assertEquals("b", resolved(index, "b"));
  }

  @Test
  public void refusesMoreEntriesThanItMayHold() throws IOException {
    ArchiveIndexBuilder builder =
        new ArchiveIndexBuilder(new IndexLimits(3, Long.MAX_VALUE, Long.MAX_VALUE));
    builder.add(file("a", ""));
    builder.add(file("b", ""));
    ArchiveException e = assertThrows(ArchiveException.class, () -> builder.add(file("c", "")));
    assertEquals("more than 3 entries; an index holds no more", e.getMessage());
  }

  @Test
  public void refusesAPathThatNothingCouldOpen() {
    Entry deep = file("d/".repeat(10_000) + "x", "");
    assertThrows(ArchiveException.class, () -> loaded(deep));
  }

  @Test
  public void standsDeepFolders() throws IOException {
    String deep = "d/".repeat(4000);
    ArchiveIndex index = loaded(file(deep + "x", "abc"));
    assertEquals(3, index.totals(path("d")).bytes());
    assertEquals(1, index.find("x", 0, 2).entries().size());
    assertEquals(0, ArchiveDiff.between(index, index, true).count());
  }
}
