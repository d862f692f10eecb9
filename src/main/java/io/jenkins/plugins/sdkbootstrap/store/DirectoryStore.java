package io.jenkins.plugins.sdkbootstrap.store;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.FileProblem;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A store that can be changed. Whoever changes the files of an SDK holds the lock of that SDK. A
 * file that is being written does not have a stage's name yet: it is in a directory {@code
 * .publishing-*}. If its writer is killed, the next holder of the lock removes it.
 */
public final class DirectoryStore extends StoreReader {

  private static final String LOGS_SUFFIX = ".logs.tar.zst";

  private final Optional<SigningKey> key;
  private final Map<String, DirectoryLock> locks = new HashMap<>();

  /**
   * Opens the store in this directory. {@link #lock} creates the directory if it does not exist.
   *
   * @param directory absolute, or from the current directory
   */
  public DirectoryStore(Path directory) {
    this(directory, Optional.empty());
  }

  /**
   * Opens the store in this directory and signs.
   *
   * @param key signs the provenance record of every stage that is published
   */
  public DirectoryStore(Path directory, Optional<SigningKey> key) {
    super(directory);
    this.key = key;
  }

  /**
   * Locks an SDK until the result is closed: nobody else can change it. Removes incomplete files of
   * a killed process.
   *
   * @throws StoreBusyException if someone else holds the lock; its message names the holder
   */
  public synchronized Closeable lock(String sdk) throws IOException {
    DirectoryLock acquired;
    try {
      Files.createDirectories(directory(sdk));
      acquired = DirectoryLock.acquire("store", directory(sdk));
    } catch (FileSystemException e) {
      throw new IOException(
          "cannot use " + directory() + " as a store: " + e.getFile() + ": " + FileProblem.of(e),
          e);
    }
    try {
      Publication.sweep(directory(sdk));
    } catch (IOException | RuntimeException e) {
      acquired.close();
      throw e;
    }
    locks.put(sdk, acquired);
    return acquired;
  }

  private synchronized Path locked(String sdk) {
    DirectoryLock lock = locks.get(sdk);
    if (lock == null || !lock.isHeld()) {
      throw new IllegalStateException("changes " + directory(sdk) + " without its lock");
    }
    return directory(sdk);
  }

  /**
   * Reuses a stored stage for another bootstrap: links its files under the names of that
   * bootstrap's stage. Only the provenance record is copied, because its file's time tells when the
   * stage was reused. Its content still says who made the stage.
   *
   * @param id the stage that it replaces
   * @param stage a stage of this store
   */
  public void reuse(StageId id, StoredStage stage) throws IOException {
    StageRecord record = stage.record();
    if (!record.canBe(id)) {
      throw new IllegalArgumentException(stage.id() + " cannot be " + id);
    }
    Path sdk = locked(id.bootstrap().sdk());
    try (Publication publication =
        Publication.begin(sdk, id, record.tarball().compression(), Optional.empty())) {
      publication.reuse(new ArchiveFiles(tarball(stage.id(), record)), record);
    }
  }

  /**
   * Begins to write the files of a stage. Existing files of that stage stay until {@link
   * Publication#commit}.
   */
  public Publication begin(StageId id, Compression compression) throws IOException {
    return Publication.begin(locked(id.bootstrap().sdk()), id, compression, key);
  }

  /**
   * Adds lines to the notes of a stored stage's provenance record, each once. Does not change a
   * signed record, nor the record of a reused stage of another bootstrap. Never signs the record
   * again: whoever only reuses a stage cannot know that its record is true.
   *
   * @return the record, with the notes if they could be added
   */
  public StageRecord addNotes(StoredStage stage, List<String> lines) throws IOException {
    StageRecord record = stage.record();
    Path sdk = locked(stage.id().bootstrap().sdk());
    StageRecord noted = record.withNotes(lines);
    if (!record.id().equals(stage.id())
        || Files.exists(new ArchiveFiles(path(stage.id(), record)).signedRecord())) {
      return record;
    }
    if (!noted.equals(record)) {
      try (Publication publication =
          Publication.begin(sdk, record.id(), record.tarball().compression(), Optional.empty())) {
        publication.replaceRecord(noted);
      }
    }
    return noted;
  }

  /**
   * Links the last stage's files under the release's names again if one is missing or is another
   * file, because the store was copied or somebody changed one.
   *
   * @param id the last stage of a bootstrap
   * @param last its provenance record in this store; the stage must be sound
   */
  public void restoreRelease(StageId id, StageRecord last) throws IOException {
    Path sdk = locked(id.bootstrap().sdk());
    ArchiveFiles stage = new ArchiveFiles(path(id, last));
    List<Path> names = Publication.recordFirst(stage);
    List<Path> release = Publication.recordFirst(releaseFiles(id.bootstrap(), last));
    boolean whole = true;
    boolean linked = true;
    for (int i = 0; i < names.size() && whole; i++) {
      if (Files.exists(names.get(i)) && !names.get(i).equals(stage.digests())) {
        whole = isAsLarge(names.get(i), release.get(i));
        linked &= whole && Files.isSameFile(names.get(i), release.get(i));
      } else {
        whole = Files.exists(names.get(i)) == Files.exists(release.get(i));
      }
    }
    if (!whole || !linked) {
      try (Publication publication =
          Publication.begin(sdk, id, last.tarball().compression(), Optional.empty())) {
        // A copy would take as long as each time before.
        if (!whole || publication.canLink()) {
          publication.nameRelease(last);
        }
      }
    }
  }

  private static boolean isAsLarge(Path file, Path other) throws IOException {
    return Files.exists(other) && Files.size(file) == Files.size(other);
  }

  /**
   * Removes old versions of an SDK, for each architecture separately. Keeps the newest {@code keep}
   * complete versions. Keeps every incomplete version that is newer than the oldest of these, and
   * its seed, because it may be resumed. If no version is complete, keeps the newest {@code keep}.
   *
   * @param keep how many versions, at least 1
   * @return the removed versions, the oldest first
   */
  public List<RemovedVersion> gc(String sdk, int keep) throws IOException {
    locked(sdk);
    List<RemovedVersion> removed = new ArrayList<>();
    for (StoredVersion old : Retention.superfluous(versions(sdk), keep)) {
      removed.add(remove(old));
    }
    removeLogs(sdk);
    return removed;
  }

  /**
   * Removes the logs of bootstraps without a finished stage if they are older than every version
   * that is kept of their architecture.
   */
  private void removeLogs(String sdk) throws IOException {
    Map<String, Instant> oldest = new HashMap<>();
    Set<BootstrapId> there = new HashSet<>();
    for (StoredVersion version : versions(sdk)) {
      oldest.putIfAbsent(version.id().arch(), version.finishedOn());
      there.add(version.id());
    }
    for (StageId id : ids(sdk, "stage*", LOGS_SUFFIX)) {
      Instant since = oldest.get(id.bootstrap().arch());
      Path logs = directory().resolve(id.path() + LOGS_SUFFIX);
      if (since != null
          && !there.contains(id.bootstrap())
          && Files.getLastModifiedTime(logs).toInstant().isBefore(since)) {
        Files.deleteIfExists(new ArchiveFiles(logs).index());
        Files.deleteIfExists(logs);
      }
    }
  }

  private RemovedVersion remove(StoredVersion version) throws IOException {
    BootstrapId bootstrap = version.id();
    List<String> names = new ArrayList<>();
    if (version.last().isPresent()) {
      // These are hard links to the last stage's files: removing them alone frees no space.
      Publication.deleteAll(directory(bootstrap.sdk()), bootstrap.releaseStem(), names);
    }
    long bytes = 0;
    for (int n = 1; n <= version.records().get(0).stages(); n++) {
      bytes += Publication.deleteAll(directory(bootstrap.sdk()), bootstrap.stage(n).stem(), names);
    }
    return new RemovedVersion(version, names, bytes);
  }
}
