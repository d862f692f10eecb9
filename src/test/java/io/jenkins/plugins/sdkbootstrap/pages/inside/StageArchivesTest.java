package io.jenkins.plugins.sdkbootstrap.pages.inside;

import static io.jenkins.plugins.sdkbootstrap.archive.Entries.path;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndexBuilder;
import io.jenkins.plugins.sdkbootstrap.index.IndexCache;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import java.nio.ByteBuffer;
import org.junit.Test;

public class StageArchivesTest {

  private static final long MIB = 1 << 20;
  private static final int ENTRIES = 500_000;

  /** Names as long as real ones are, every content another. */
  private static ArchiveIndex large() throws ArchiveException {
    ArchiveIndexBuilder builder = new ArchiveIndexBuilder();
    for (int i = 0; i < ENTRIES; i++) {
      Digest digest = Digest.sha256(ByteBuffer.allocate(32).putInt(i).array());
      String name = String.format("usr/share/package-%04d/some-file-name-%02d.txt", i / 99, i % 99);
      builder.add(
          new Entry(
              path(name), EntryType.FILE, 0644, 0, 0, i, 1_700_000_000, i, null, 0, 0, digest, i));
    }
    return builder.build();
  }

  @Test
  public void keepsTheTwoIndexesOfDifferencesInASmallHeap() throws Exception {
    IndexCache cache = new IndexCache(StageArchives.usualLimit(512 * MIB));
    ArchiveIndex before = cache.get("before", limits -> large());
    ArchiveIndex after = cache.get("after", limits -> large());
    for (int visit = 0; visit < 2; visit++) {
      assertSame(before, cache.get("before", limits -> large()));
      assertSame(after, cache.get("after", limits -> large()));
    }
  }

  @Test
  public void takesAnEighthOfALargeHeapButNoMoreThanAGibibyte() {
    assertEquals(512 * MIB, StageArchives.usualLimit(4096 * MIB));
    assertEquals(1024 * MIB, StageArchives.usualLimit(64 * 1024 * MIB));
  }
}
