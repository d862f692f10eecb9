package io.jenkins.plugins.sdkbootstrap.index;

import static io.jenkins.plugins.sdkbootstrap.archive.Entries.path;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.archive.Entries;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import io.jenkins.plugins.sdkbootstrap.diff.DiffTotals;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.Test;

/** The index of an SDK with half a million files. */
public class ManyEntriesTest {

  private static final int FOLDERS = 5_000;
  private static final int FILES = 99;
  private static final int ENTRIES = FOLDERS * (FILES + 1);
  private static final long MIB = 1 << 20;

  private static long heap;
  private static ArchiveIndex index;

  @BeforeClass
  public static void loadFromAFile() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (IndexWriter writer = new IndexWriter(out)) {
      visit(writer, -1);
    }
    byte[] file = out.toByteArray();
    long before = usedHeap();
    index = ArchiveIndex.load(new ByteArrayInputStream(file), "x", IndexLimits.NONE);
    heap = usedHeap() - before;
  }

  /** Names as long as real ones are, every content another; one folder's files can be others. */
  private static void visit(EntryVisitor visitor, int changedFolder) throws IOException {
    byte[] digest = new byte[32];
    for (int f = 0; f < FOLDERS; f++) {
      String folder = String.format("usr/share/package-%04d", f);
      visitor.end(Entries.dir(folder));
      for (int i = 0; i < FILES; i++) {
        digest[0] = (byte) i;
        digest[1] = (byte) f;
        digest[2] = (byte) (f >> 8);
        digest[3] = (byte) (f == changedFolder ? 1 : 0);
        visitor.end(file(folder, i, Digest.sha256(digest), 2048L * (f * FILES + i)));
      }
    }
  }

  private static Entry file(String folder, int i, Digest digest, long offset) {
    RootPath path = path(folder + "/some-file-name-" + (100 + i) + ".txt");
    long time = 1_700_000_000;
    return new Entry(
        path, EntryType.FILE, 0644, 0, 0, 1000 + i, time, i, null, 0, 0, digest, offset);
  }

  private static long usedHeap() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(20);
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  public void takesLessThan150MibLoaded() {
    assertEquals(ENTRIES, index.totals(path("usr/share")).entries());
    assertTrue(heap / MIB + " MiB", heap < 150 * MIB);
  }

  @Test
  public void listsAndFindsAmongAll() {
    assertEquals(FOLDERS, index.list(path("usr/share")).size());
    List<Entry> page = index.list(path("usr/share/package-4321")).subList(98, 99);
    assertEquals(List.of("usr/share/package-4321/some-file-name-198.txt"), Entries.paths(page));
    assertEquals(100, index.find("*-177.txt", 0, 100).entries().size());
    assertEquals(1, index.find("package-4999", 0, 100).entries().size());
  }

  @Test
  public void comparesTwoOfThem() throws IOException {
    ArchiveIndexBuilder builder = new ArchiveIndexBuilder();
    visit(builder, 2_500);
    ArchiveDiff diff = ArchiveDiff.between(index, builder.build(), true);
    assertEquals(new DiffTotals(0, 0, FILES, 0, 0, 103_851, 103_851), diff.totals());
    assertEquals(
        List.of("usr/share/package-2500"),
        diff.directories(DiffFilter.ALL.below(path("usr/share"))).stream()
            .map(f -> f.directory().toString())
            .toList());
  }
}
