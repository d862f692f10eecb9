package io.jenkins.plugins.sdkbootstrap.diff;

import static io.jenkins.plugins.sdkbootstrap.archive.Entries.at;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.device;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.dir;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.file;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.hardlink;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.loaded;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.path;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.symlink;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.with;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.plugins.sdkbootstrap.diff.Change.Kind;
import io.jenkins.plugins.sdkbootstrap.diff.Change.What;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.Test;

public class ArchiveDiffTest {

  private static List<String> lines(ArchiveDiff diff) {
    return lines(diff.changes(DiffFilter.ALL, 0, Integer.MAX_VALUE));
  }

  private static List<String> lines(List<Change> changes) {
    return changes.stream().map(c -> c.kind() + " " + c.path() + " " + c.what()).toList();
  }

  private static List<String> diff(Entry[] before, Entry... after) throws IOException {
    return lines(ArchiveDiff.between(loaded(before), loaded(after), false));
  }

  private static Entry[] of(Entry... entries) {
    return entries;
  }

  private static ArchiveDiff sample() throws IOException {
    return ArchiveDiff.between(
        loaded(
            dir("a"),
            file("a/gone", "12345"),
            file("a/same", "x"),
            dir("b"),
            dir("b/c"),
            file("b/c/1", "1"),
            file("b/c/2", "22"),
            file("z", "old")),
        loaded(
            dir("a"),
            file("a/same", "x"),
            dir("a-"),
            file("a-/new", "123"),
            file("aa", "1234"),
            file("z", "newer")),
        false);
  }

  @Test
  public void findsNothingBetweenTheSame() throws IOException {
    Entry[] entries = {dir("a"), file("a/b", "x"), hardlink("c", "a/b"), symlink("d", "a")};
    assertEquals(List.of(), diff(entries, entries));
  }

  @Test
  public void listsEachChangeWithItsFolderFirst() throws IOException {
    assertEquals(
        List.of(
            "REMOVED a/gone []",
            "ADDED a- []",
            "ADDED a-/new []",
            "ADDED aa []",
            "REMOVED b []",
            "REMOVED b/c []",
            "REMOVED b/c/1 []",
            "REMOVED b/c/2 []",
            "CHANGED z [CONTENT]"),
        lines(sample()));
  }

  @Test
  public void saysWhatChanged() throws IOException {
    assertEquals(List.of("CHANGED f [CONTENT]"), diff(of(file("f", "a")), file("f", "b")));
    assertEquals(
        List.of("CHANGED f [MODE, OWNER]"),
        diff(of(file("f", "a")), with(file("f", "a"), 0600, 0, 7)));
    assertEquals(List.of("CHANGED l [LINK]"), diff(of(symlink("l", "a")), symlink("l", "b")));
    assertEquals(List.of("CHANGED f [TYPE]"), diff(of(with(dir("f"), 0644, 0, 0)), file("f", "a")));
    assertEquals(
        List.of("CHANGED d [DEVICE]"),
        diff(
            of(device("d", EntryType.CHAR_DEVICE, 1, 3)),
            device("d", EntryType.CHAR_DEVICE, 1, 5)));
    assertEquals(
        List.of("CHANGED d [TYPE]"),
        diff(
            of(device("d", EntryType.CHAR_DEVICE, 1, 3)),
            device("d", EntryType.BLOCK_DEVICE, 1, 3)));
  }

  @Test
  public void comparesTimesOnlyWhenAsked() throws IOException {
    ArchiveIndex before = loaded(file("f", "a"));
    ArchiveIndex after = loaded(at(file("f", "a"), 1000, 1));
    assertEquals(0, ArchiveDiff.between(before, after, false).count());
    assertEquals(List.of("CHANGED f [TIME]"), lines(ArchiveDiff.between(before, after, true)));
  }

  @Test
  public void comparesAHardLinkByTheContentBehindIt() throws IOException {
    Entry[] before = {file("a", "x"), hardlink("b", "a"), file("c", "y")};
    assertEquals(
        List.of("CHANGED a [CONTENT]", "CHANGED b [CONTENT]"),
        diff(before, file("a", "z"), hardlink("b", "a"), file("c", "y")));
    assertEquals(
        List.of("CHANGED b [LINK]"), diff(before, file("a", "x"), file("b", "x"), file("c", "y")));
    assertEquals(
        List.of("CHANGED b [CONTENT, LINK]"),
        diff(before, file("a", "x"), file("c", "y"), hardlink("b", "c")));
  }

  @Test
  public void givesTheSizesThatOneReads() throws IOException {
    ArchiveDiff diff =
        ArchiveDiff.between(
            loaded(file("a", "12"), hardlink("b", "a")),
            loaded(file("a", "12345"), hardlink("b", "a")),
            false);
    Change b = diff.changes(DiffFilter.ALL, 1, 1).get(0);
    assertEquals(2, b.sizeBefore());
    assertEquals(5, b.sizeAfter());
    // In sums the content that both names share counts once.
    assertEquals(new DiffTotals(0, 0, 2, 0, 0, 2, 5), diff.totals());
    assertEquals(3, diff.totals().growth());
  }

  @Test
  public void givesBothEntriesOfAChange() throws IOException {
    List<Change> changes = sample().changes(DiffFilter.ALL, 0, 100);
    assertNull(changes.get(0).after());
    assertNull(changes.get(1).before());
    Change z = changes.get(8);
    assertEquals(3, z.before().size());
    assertEquals(5, z.after().size());
  }

  @Test
  public void comparesNoModeOfAFolderWithoutAnEntry() throws IOException {
    assertEquals(
        List.of(), diff(of(file("d/f", "a")), with(dir("d"), 0700, 1, 1), file("d/f", "a")));
  }

  @Test
  public void takesSizeAloneWhereADigestIsMissing() throws IOException {
    Entry unknown = file("f", "ab").withSha256(null);
    assertEquals(List.of(), diff(of(unknown), file("f", "xy")));
    assertEquals(List.of("CHANGED f [CONTENT]"), diff(of(unknown), file("f", "xyz")));
  }

  @Test
  public void listsAllThatAFolderHeldWhenItBecomesAFile() throws IOException {
    assertEquals(
        List.of("CHANGED d [MODE, TYPE]", "REMOVED d/e []", "REMOVED d/e/f []", "ADDED e []"),
        diff(of(dir("d"), dir("d/e"), file("d/e/f", "")), file("d", ""), file("e", "")));
  }

  @Test
  public void countsUpByFolder() throws IOException {
    ArchiveDiff diff = sample();
    assertEquals(new DiffTotals(3, 5, 1, 7, 8, 3, 5), diff.totals());
    assertEquals(9, diff.totals().count());
    assertEquals(
        List.of(
            new ArchiveDiff.DirectoryChanges(path("a"), new DiffTotals(0, 1, 0, 0, 5, 0, 0)),
            new ArchiveDiff.DirectoryChanges(path("a-"), new DiffTotals(2, 0, 0, 3, 0, 0, 0)),
            new ArchiveDiff.DirectoryChanges(path("b"), new DiffTotals(0, 4, 0, 0, 3, 0, 0))),
        diff.directories(DiffFilter.ALL));
    assertEquals(
        List.of(new ArchiveDiff.DirectoryChanges(path("b/c"), new DiffTotals(0, 3, 0, 0, 3, 0, 0))),
        diff.directories(DiffFilter.ALL.below(path("b"))));
  }

  @Test
  public void filtersAndPages() throws IOException {
    ArchiveDiff diff = sample();
    DiffFilter removed =
        new DiffFilter(RootPath.ROOT, EnumSet.of(Kind.REMOVED), EnumSet.allOf(What.class));
    assertEquals(5, diff.totals(removed).count());
    assertEquals(List.of("REMOVED b []", "REMOVED b/c []"), lines(diff.changes(removed, 1, 2)));
    DiffFilter modes =
        new DiffFilter(RootPath.ROOT, EnumSet.of(Kind.CHANGED), EnumSet.of(What.MODE));
    assertEquals(List.of(), diff.changes(modes, 0, 10));
    assertEquals(
        List.of("ADDED a- []", "ADDED a-/new []"),
        lines(diff.changes(DiffFilter.ALL.below(path("a-")), 0, 10)));
    assertEquals(List.of(), diff.changes(DiffFilter.ALL.below(path("nothing")), 0, 10));
    assertEquals(List.of(), diff.changes(DiffFilter.ALL, 9, 10));
  }

  @Test
  public void agreesWithAPlainComparisonOfRandomTrees() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      TreeMap<String, String> before = randomTree(random);
      TreeMap<String, String> after = new TreeMap<>(before);
      randomTree(random)
          .forEach(
              (p, c) -> {
                if (random.nextBoolean()) after.put(p, c);
              });
      after.keySet().removeIf(p -> random.nextInt(4) == 0);
      int differing = 0;
      TreeMap<String, String> all = new TreeMap<>(before);
      all.putAll(after);
      for (String p : all.keySet()) {
        String a = before.get(p);
        String b = after.get(p);
        differing += a == null || !a.equals(b) ? 1 : 0;
      }
      ArchiveDiff diff = ArchiveDiff.between(index(before), index(after), false);
      DiffFilter files = DiffFilter.ALL;
      long found =
          diff.changes(files, 0, Integer.MAX_VALUE).stream()
              .filter(c -> (c.before() == null ? c.after() : c.before()).type() == EntryType.FILE)
              .count();
      assertEquals(differing, found);
    }
  }

  private static TreeMap<String, String> randomTree(Random random) {
    TreeMap<String, String> tree = new TreeMap<>();
    String[] folders = {"", "a/", "a-/", "a/b/", "a.b/c/", "b/"};
    for (int i = 0; i < random.nextInt(30); i++) {
      String name = "f" + (char) ('!' + random.nextInt(14)) + random.nextInt(3);
      tree.put(folders[random.nextInt(6)] + name, "" + random.nextInt(3));
    }
    return tree;
  }

  private static ArchiveIndex index(TreeMap<String, String> files) throws IOException {
    Entry[] entries =
        files.entrySet().stream().map(e -> file(e.getKey(), e.getValue())).toArray(Entry[]::new);
    java.util.Collections.shuffle(Arrays.asList(entries), new Random(files.size()));
    return loaded(entries);
  }
}
