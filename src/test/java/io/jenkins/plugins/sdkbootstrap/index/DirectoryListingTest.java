package io.jenkins.plugins.sdkbootstrap.index;

import static io.jenkins.plugins.sdkbootstrap.archive.Entries.at;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.dir;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.file;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.hardlink;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.loaded;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.path;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.symlink;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class DirectoryListingTest {

  private static final int ALL = 1000;

  private static List<String> names(ArchiveIndex index, DirectoryOrder order, int skip, int limit) {
    return DirectoryListing.of(index, RootPath.ROOT, order, skip, limit)
        .orElseThrow()
        .rows()
        .stream()
        .map(row -> row.entry().path().toString())
        .toList();
  }

  private static ArchiveIndex sample() throws IOException {
    return loaded(
        at(file("b", "12345"), 300, 0),
        dir("d"),
        file("d/deep", "1234567"),
        at(file("c", "1"), 100, 0),
        at(file("a", "22222"), 200, 0),
        hardlink("h", "b"),
        symlink("l", "/d/deep"),
        symlink("lost", "nowhere"));
  }

  @Test
  public void tellsWhatEachEntryHoldsAndLeadsTo() throws IOException {
    DirectoryListing listing =
        DirectoryListing.of(sample(), RootPath.ROOT, DirectoryOrder.NAME, 0, ALL).orElseThrow();
    assertEquals(7, listing.count());
    assertEquals(new DirectoryTotals(8, 18), listing.totals());
    DirectoryListing.Row folder = listing.rows().get(3);
    assertEquals("d", folder.entry().path().toString());
    assertEquals(7, folder.bytes());
    assertEquals(1, folder.below());
    DirectoryListing.Row hard = listing.rows().get(4);
    assertEquals(5, hard.bytes());
    assertEquals("d/deep", listing.rows().get(5).target().orElseThrow().path().toString());
    assertEquals(Optional.empty(), listing.rows().get(6).target());
  }

  @Test
  public void ordersByNameSizeAndTime() throws IOException {
    ArchiveIndex index = sample();
    assertEquals(
        List.of("a", "b", "c", "d", "h", "l", "lost"), names(index, DirectoryOrder.NAME, 0, ALL));
    assertEquals(
        List.of("d", "a", "b", "h", "c", "l", "lost"), names(index, DirectoryOrder.SIZE, 0, ALL));
    assertEquals(
        List.of("d", "h", "l", "lost", "b", "a", "c"), names(index, DirectoryOrder.TIME, 0, ALL));
  }

  @Test
  public void pagesAreCutFromTheWhole() throws IOException {
    ArchiveIndex index = sample();
    for (DirectoryOrder order : DirectoryOrder.values()) {
      List<String> all = names(index, order, 0, ALL);
      for (int skip = 0; skip <= all.size() + 1; skip++) {
        for (int limit = 0; limit < 4; limit++) {
          int from = Math.min(skip, all.size());
          assertEquals(
              order + " " + skip + " " + limit,
              all.subList(from, Math.min(all.size(), from + limit)),
              names(index, order, skip, limit));
        }
      }
    }
  }

  @Test
  public void listsNothingThatIsNoFolder() throws IOException {
    ArchiveIndex index = sample();
    assertEquals(
        Optional.empty(), DirectoryListing.of(index, path("b"), DirectoryOrder.NAME, 0, ALL));
    assertEquals(
        Optional.empty(), DirectoryListing.of(index, path("x"), DirectoryOrder.NAME, 0, ALL));
  }

  @Test
  public void givesAnyPageOfHalfAMillionInOneFolder() throws IOException {
    int files = 500_000;
    ArchiveIndexBuilder builder = new ArchiveIndexBuilder();
    for (int i = 0; i < files; i++) {
      builder.add(at(file("usr/share/name-of-a-file-" + i, "x".repeat(i % 50)), i * 31L % 9973, 0));
    }
    ArchiveIndex index = builder.build();
    for (DirectoryOrder order : DirectoryOrder.values()) {
      DirectoryListing page =
          DirectoryListing.of(index, path("usr/share"), order, files / 2, 500).orElseThrow();
      assertEquals(500, page.rows().size());
      assertEquals(files, page.count());
      assertEquals(files / 2, page.skip());
    }
    DirectoryListing largest =
        DirectoryListing.of(index, path("usr/share"), DirectoryOrder.SIZE, 0, 500).orElseThrow();
    largest.rows().forEach(row -> assertEquals(49, row.bytes()));
  }
}
