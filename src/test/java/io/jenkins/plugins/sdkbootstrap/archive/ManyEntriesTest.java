package io.jenkins.plugins.sdkbootstrap.archive;

import static io.jenkins.plugins.sdkbootstrap.archive.Entries.path;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

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

  private static byte[] file;

  @BeforeClass
  public static void writeIndex() throws IOException {
    file = index(-1);
  }

  /** Names as long as real ones are, every content another; one folder's files can be others. */
  private static byte[] index(int changedFolder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (IndexWriter writer = new IndexWriter(out)) {
      byte[] digest = new byte[32];
      for (int f = 0; f < FOLDERS; f++) {
        String folder = String.format("usr/share/package-%04d", f);
        writer.end(Entries.dir(folder));
        for (int i = 0; i < FILES; i++) {
          digest[0] = (byte) i;
          digest[1] = (byte) f;
          digest[2] = (byte) (f >> 8);
          digest[3] = (byte) (f == changedFolder ? 1 : 0);
          String name = String.format("%s/some-file-name-%03d.txt", folder, i);
          writer.end(
              new Entry(
                  path(name),
                  EntryType.FILE,
                  0644,
                  0,
                  0,
                  1000 + i,
                  1_700_000_000,
                  i,
                  null,
                  0,
                  0,
                  Digest.sha256(digest),
                  2048L * (f * FILES + i)));
        }
      }
    }
    return out.toByteArray();
  }

  private static ArchiveIndex load(byte[] index) throws IOException {
    return ArchiveIndex.load(new IndexReader(new ByteArrayInputStream(index), "x"));
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
  public void takesLessThan150MibLoaded() throws Exception {
    long before = usedHeap();
    ArchiveIndex index = load(file);
    long used = usedHeap() - before;
    assertEquals(ENTRIES, index.totals(path("usr/share")).entries());
    assertTrue(used / MIB + " MiB", used < 150 * MIB);
  }

  @Test
  public void listsAndFindsAmongAll() throws IOException {
    ArchiveIndex index = load(file);
    assertEquals(FOLDERS, index.childCount(path("usr/share")));
    List<Entry> page = index.list(path("usr/share/package-4321"), 98, 10);
    assertEquals(List.of("usr/share/package-4321/some-file-name-098.txt"), Entries.paths(page));
    assertEquals(100, index.find("*-077.txt", 100).entries().size());
    assertEquals(1, index.find("package-4999", 100).entries().size());
  }

  @Test
  public void comparesTwoOfThem() throws IOException {
    ArchiveDiff diff = ArchiveDiff.between(load(file), load(index(2_500)), true);
    assertEquals(new DiffTotals(0, 0, FILES, 0, 0, 103_851, 103_851), diff.totals());
    assertEquals(
        List.of("usr/share/package-2500"),
        diff.folders(DiffFilter.ALL.below(path("usr/share"))).stream()
            .map(f -> f.folder().toString())
            .toList());
  }
}
