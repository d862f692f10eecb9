package io.jenkins.plugins.sdkbootstrap.agent;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Seeds and stage tarballs kept on an agent, by the digest of their content, so that what an agent
 * has seen once it need not fetch again. When the cache is full, the file that was not used for the
 * longest time is removed first. Several processes may use one cache.
 *
 * <p>A file {@code sha256-HEX} has that content: it was verified before it got the name. Its
 * modification time is when it was last used. A directory {@code unfinished-*} is someone's work
 * that is under way, or was left by a process that died; such a one goes after a day.
 */
final class AgentCache {

  private static final String UNFINISHED = "unfinished-";
  private static final Duration UNFINISHED_FOR = Duration.ofDays(1);

  private final Path folder;
  private final long most;
  private final Clock clock;

  /**
   * A cache that need not exist yet.
   *
   * @param folder where the files are, the cache's own
   * @param most how many bytes they may have in total
   * @param clock tells when a file is used
   */
  AgentCache(Path folder, long most, Clock clock) {
    this.folder = folder;
    this.most = most;
    this.clock = clock;
  }

  /** The file with this content, if it is here; it counts as used now. */
  Optional<Path> find(Digest digest) throws IOException {
    Path file = file(digest);
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return Optional.of(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** A new directory in the cache, for files that are to be {@linkplain #adopt adopted}. */
  TempDirectory newFolder() throws IOException {
    Files.createDirectories(folder);
    return new TempDirectory(Files.createTempDirectory(folder, UNFINISHED));
  }

  /**
   * Takes a file into the cache, by a further name where the file system allows it, else as a copy;
   * the file itself stays, and must not be written to any more. Then removes what no longer fits,
   * but not this file.
   *
   * @param file with the content that has this digest, which the caller has verified
   * @return the file in the cache
   */
  Path adopt(Path file, Digest digest) throws IOException {
    Path kept = file(digest);
    try (TempDirectory unfinished = newFolder()) {
      Path same = unfinished.path().resolve(kept.getFileName());
      try {
        Files.createLink(same, file);
      } catch (UnsupportedOperationException | IOException e) {
        Files.copy(file, same);
      }
      Files.setLastModifiedTime(same, FileTime.from(clock.instant()));
      Files.move(same, kept, StandardCopyOption.ATOMIC_MOVE);
    }
    trim(kept);
    return kept;
  }

  /** Removes a file whose content has changed; tells whether it did. */
  boolean dropIfDamaged(Digest digest) throws IOException, InterruptedException {
    Path file = file(digest);
    if (!Files.exists(file)) {
      return false;
    }
    boolean damaged;
    try {
      damaged = !FileDigest.like(digest, file).equals(digest);
    } catch (IOException e) {
      damaged = true;
    }
    return damaged && Files.deleteIfExists(file);
  }

  private Path file(Digest digest) {
    return folder.resolve(digest.algorithm() + "-" + digest.hex());
  }

  private record Entry(Path file, long size, FileTime used) {}

  @SuppressWarnings("try") // the lock is only held
  private void trim(Path newest) throws IOException {
    // Two at once would both count a file that only one of them removes. The file lock is between
    // processes; within one it would be refused.
    synchronized (AgentCache.class) {
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock ignored = channel.lock()) {
        removeOldest(newest);
      }
    }
  }

  private void removeOldest(Path newest) throws IOException {
    List<Entry> entries = entries();
    long total = entries.stream().mapToLong(Entry::size).sum();
    entries.sort(Comparator.comparing(Entry::used));
    for (Entry entry : entries) {
      if (total <= most) {
        return;
      }
      if (!entry.file().equals(newest)) {
        Files.deleteIfExists(entry.file());
        total -= entry.size();
      }
    }
  }

  private List<Entry> entries() throws IOException {
    FileTime forgotten = FileTime.from(clock.instant().minus(UNFINISHED_FOR));
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        BasicFileAttributes attributes;
        try {
          attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
          continue;
        }
        String name = file.getFileName().toString();
        if (name.startsWith("sha")) {
          entries.add(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
        } else if (name.startsWith(UNFINISHED)
            && attributes.lastModifiedTime().compareTo(forgotten) < 0) {
          new TempDirectory(file).close();
        }
      }
    }
    return entries;
  }
}
