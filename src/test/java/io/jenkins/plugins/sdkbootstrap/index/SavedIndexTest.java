package io.jenkins.plugins.sdkbootstrap.index;

import static io.jenkins.plugins.sdkbootstrap.archive.Entries.describe;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.device;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.dir;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.file;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.hardlink;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.loaded;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.path;
import static io.jenkins.plugins.sdkbootstrap.archive.Entries.symlink;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.archive.Entries;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.Test;

public class SavedIndexTest {

  private static final String NAME = "0123456789abcdef";

  /** More than fit into one of the pieces that are converted at once. */
  private static final int MANY = 20_000;

  private static ArchiveIndex sample() throws IOException {
    Entry[] entries = new Entry[MANY];
    for (int i = 0; i < MANY - 5; i++) {
      entries[i] = file("etc/" + i, "content " + i);
    }
    entries[MANY - 5] = dir("empty");
    entries[MANY - 4] = symlink("etc/link", "../etc/7");
    entries[MANY - 3] = hardlink("etc/same", "etc/7");
    entries[MANY - 2] = device("sda", EntryType.BLOCK_DEVICE, 300, 70_000);
    entries[MANY - 1] = file("bad\u00ff\nname", "x");
    return loaded(entries);
  }

  private static byte[] save(ArchiveIndex index) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    index.save(NAME, out);
    return out.toByteArray();
  }

  private static ArchiveIndex load(byte[] saved) throws IOException {
    return ArchiveIndex.saved(NAME, new ByteArrayInputStream(saved), IndexLimits.NONE);
  }

  @Test
  public void isTheSameIndex() throws IOException {
    ArchiveIndex index = sample();
    ArchiveIndex again = load(save(index));
    assertEquals(index.count(), again.count());
    for (int node = 0; node < index.count(); node++) {
      assertEquals(describe(index.nodes().entry(node)), describe(again.nodes().entry(node)));
    }
    assertEquals(0, ArchiveDiff.between(index, again, true).count());
    assertEquals(index.totals(path("etc")), again.totals(path("etc")));
    assertEquals(Entries.paths(index.list(path("etc"))), Entries.paths(again.list(path("etc"))));
    assertEquals(path("etc/7"), again.resolve(path("etc/link")).orElseThrow().path());
    assertEquals(path("etc/7"), again.content(again.stat(path("etc/same")).orElseThrow()).path());
    assertEquals(1, again.find("bad*", 0, 10).entries().size());
    assertTrue("no more memory than before", again.memory() <= index.memory());
  }

  @Test
  public void isThatOfItsNameOnly() throws IOException {
    byte[] saved = save(sample());
    assertEquals(
        "the saved index is not that of another",
        assertThrows(
                ArchiveException.class,
                () ->
                    ArchiveIndex.saved(
                        "another", new ByteArrayInputStream(saved), IndexLimits.NONE))
            .getMessage());
  }

  @Test
  public void keepsToTheLimitOfMemory() throws IOException {
    ArchiveIndex index = sample();
    byte[] saved = save(index);
    IndexLimits enough = IndexLimits.ofMemory(index.memory() + 100);
    ArchiveIndex.saved(NAME, new ByteArrayInputStream(saved), enough);
    IndexLimits less = IndexLimits.ofMemory(index.memory() / 2);
    assertThrows(
        ArchiveException.class,
        () -> ArchiveIndex.saved(NAME, new ByteArrayInputStream(saved), less));
  }

  @Test
  public void isRefusedWhereItIsNotWhole() throws IOException {
    byte[] whole = save(sample());
    int step = whole.length / 50;
    for (int at = 0; at < whole.length; at += step) {
      byte[] cut = Arrays.copyOf(whole, at);
      assertThrows("cut off at " + at, IOException.class, () -> load(cut));
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      try {
        ArchiveIndex index = load(flipped);
        assertEquals("a bit that says nothing, at " + at, MANY + 2, index.count());
      } catch (IOException e) {
        // Noticed, as it should be.
      }
    }
    assertThrows(IOException.class, () -> load(Arrays.copyOf(whole, whole.length + 1)));
  }
}
