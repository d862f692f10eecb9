package io.jenkins.plugins.sdkbootstrap.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class AgentCacheTest {

  private static final int SIZE = 100;

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final MovingClock clock = new MovingClock();

  @Test
  public void findsWhatItAdopted() throws IOException {
    AgentCache cache = cache(1000);
    Path file = file(1);
    assertEquals(Optional.empty(), cache.find(digest(1)));
    cache.adopt(file, digest(1));
    Files.delete(file);
    assertEquals(content(1), Files.readString(cache.find(digest(1)).orElseThrow()));
  }

  @Test
  public void letsGoWhatWasUsedLongestAgo() throws IOException {
    AgentCache cache = cache(2 * SIZE);
    cache.adopt(file(1), digest(1));
    cache.adopt(file(2), digest(2));
    cache.find(digest(1));
    cache.adopt(file(3), digest(3));
    assertTrue(cache.find(digest(1)).isPresent());
    assertFalse(cache.find(digest(2)).isPresent());
    assertTrue(cache.find(digest(3)).isPresent());
  }

  @Test
  public void keepsTheNewestHoweverLargeItIs() throws IOException {
    AgentCache cache = cache(SIZE - 1);
    cache.adopt(file(1), digest(1));
    assertTrue(cache.find(digest(1)).isPresent());
    cache.adopt(file(2), digest(2));
    assertFalse(cache.find(digest(1)).isPresent());
    assertTrue(cache.find(digest(2)).isPresent());
  }

  @Test
  public void sweepsWhatDeadProcessesLeft() throws IOException {
    AgentCache cache = cache(1000);
    Path old = cache.newFolder().path();
    Path recent = cache.newFolder().path();
    Files.setLastModifiedTime(old, FileTime.from(clock.instant().minus(Duration.ofHours(25))));
    Files.setLastModifiedTime(recent, FileTime.from(clock.instant().minus(Duration.ofHours(23))));
    cache.adopt(file(1), digest(1));
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(recent));
  }

  @Test
  public void leavesOnlyContentBehind() throws IOException {
    cache(1000).adopt(file(1), digest(1));
    try (Stream<Path> files = Files.list(folder())) {
      assertEquals(
          List.of(".lock", "sha256-" + digest(1).hex()),
          files.map(f -> f.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  public void isUsedByManyThreadsAtOnce() throws Exception {
    for (int n = 0; n < 20; n++) {
      file(n);
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Path>> adopted =
          IntStream.range(0, 20)
              .mapToObj(n -> threads.submit(() -> cache(5 * SIZE).adopt(path(n), digest(n))))
              .toList();
      for (Future<Path> path : adopted) {
        path.get();
      }
    } finally {
      threads.shutdown();
    }
    try (Stream<Path> files = Files.list(folder())) {
      assertEquals(5, files.filter(f -> f.getFileName().toString().startsWith("sha256-")).count());
    }
  }

  private AgentCache cache(long most) {
    return new AgentCache(folder(), most, clock);
  }

  private Path folder() {
    return temporary.getRoot().toPath().resolve("cache");
  }

  private Path path(int n) {
    return temporary.getRoot().toPath().resolve("file" + n);
  }

  private Path file(int n) throws IOException {
    return Files.writeString(path(n), content(n));
  }

  private static String content(int n) {
    return String.format("%0" + SIZE + "d", n);
  }

  private static Digest digest(int n) {
    return Digest.sha256(Digest.newSha256().digest(content(n).getBytes(StandardCharsets.US_ASCII)));
  }

  /** A second passes whenever someone looks. */
  private static final class MovingClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized Instant instant() {
      now = now.plusSeconds(1);
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
