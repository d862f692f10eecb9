package io.jenkins.plugins.sdkbootstrap.index;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.github.luben.zstd.Zstd;
import io.jenkins.plugins.sdkbootstrap.archive.Entries;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

/** Indexes that agents sent, in the memory of a controller. */
public class IndexCacheTest {

  private static final long MIB = 1 << 20;

  private final AtomicInteger loads = new AtomicInteger();

  private ArchiveIndex index(int entries) throws IOException {
    loads.incrementAndGet();
    Entry[] files = new Entry[entries];
    for (int i = 0; i < entries; i++) {
      files[i] = Entries.file("file-" + i, "x");
    }
    return Entries.loaded(files);
  }

  @Test
  public void keepsWhatWasAskedForLast() throws IOException {
    long one = index(5000).memory();
    IndexCache cache = new IndexCache(2 * one + one / 2);
    loads.set(0);
    for (String key : List.of("a", "b", "a", "c", "a")) {
      cache.get(key, limits -> index(5000));
    }
    assertEquals(3, loads.get());
    assertEquals(2 * one, cache.memory(), one / 10);
    for (String key : List.of("a", "c")) {
      cache.get(key, limits -> index(5000));
    }
    assertEquals("both are still here", 3, loads.get());
    cache.get("b", limits -> index(5000));
    assertEquals("it had to go", 4, loads.get());
  }

  @Test
  public void manyWhoAskForOneLoadItOnce() throws Exception {
    IndexCache cache = new IndexCache(100 * MIB);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<ArchiveIndex>> got = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        got.add(
            threads.submit(
                () ->
                    cache.get(
                        "k",
                        limits -> {
                          await(go);
                          return index(100);
                        })));
      }
      Thread.sleep(200);
      go.countDown();
      ArchiveIndex first = got.get(0).get();
      for (Future<ArchiveIndex> other : got) {
        assertSame(first, other.get());
      }
      assertEquals(1, loads.get());
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  public void aFailureIsToldAndTriedAgain() throws IOException {
    IndexCache cache = new IndexCache(100 * MIB);
    IndexCache.Loader failing =
        limits -> {
          throw new ArchiveException("broken");
        };
    assertThrows(ArchiveException.class, () -> cache.get("k", failing));
    assertEquals(101, cache.get("k", limits -> index(100)).count());
  }

  @Test
  public void refusesAnIndexThatTakesTooMuchMemory() throws IOException {
    Entry[] files = new Entry[50_000];
    for (int i = 0; i < files.length; i++) {
      files[i] = Entries.file("some/folder/with-a-name/file-" + i, "x" + i);
    }
    byte[] index = Entries.index(files);
    IndexCache cache = new IndexCache(2 * MIB);
    ArchiveException e =
        assertThrows(
            ArchiveException.class,
            () ->
                cache.get(
                    "k",
                    limits -> ArchiveIndex.load(new ByteArrayInputStream(index), "x", limits)));
    assertTrue(
        e.getMessage(),
        e.getMessage().matches("x: its index takes more than 2 MiB of memory, .* were read"));
  }

  @Test
  public void refusesAFewBytesThatUnpackToVeryMany() {
    byte[] bomb = Zstd.compress(("#mtree\n" + "# nothing\n".repeat(2_000_000)).getBytes());
    assertTrue(bomb.length < MIB / 10);
    ArchiveException e =
        assertThrows(
            ArchiveException.class,
            () ->
                ArchiveIndex.load(new ByteArrayInputStream(bomb), "x", IndexLimits.ofMemory(MIB)));
    assertTrue(e.getMessage(), e.getMessage().endsWith("here the index is longer than the limit"));
  }

  @Test
  public void manyTimesTheSamePathIsNoWayAroundTheLimit() {
    StringBuilder text = new StringBuilder("#mtree\n");
    String digest = "0".repeat(63);
    for (int i = 0; i < 100_000; i++) {
      text.append("./f type=file mode=0644 uid=0 gid=0 size=1 time=0.0 sha256digest=")
          .append(digest)
          .append(i % 10)
          .append(" tags=offset:0\n");
    }
    byte[] index = Zstd.compress(text.toString().getBytes(StandardCharsets.US_ASCII));
    assertThrows(
        ArchiveException.class,
        () ->
            ArchiveIndex.load(
                new ByteArrayInputStream(index), "x", new IndexLimits(100, MIB, Long.MAX_VALUE)));
  }
}
