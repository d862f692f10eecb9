package io.jenkins.plugins.sdkbootstrap.store;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStages;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A store that is a directory, with all files directly in it. A file that is half written has no
 * name of a stage: it is in a directory {@code .publishing-*}, and where its writer was killed, the
 * next holder of the lock removes it.
 */
public final class DirectoryStore implements StageStore {

  private static final String RECORD_SUFFIX = ".intoto.json";

  private final Path directory;
  private final Optional<SigningKey> key;
  private DirectoryLock lock;

  /**
   * A store in this directory, which {@link #lock} makes where it is not there yet.
   *
   * @param directory absolute, or from the current directory
   */
  public DirectoryStore(Path directory) {
    this(directory, Optional.empty());
  }

  /**
   * The same.
   *
   * @param key signs the record of every stage that is published
   */
  public DirectoryStore(Path directory, Optional<SigningKey> key) {
    this.directory = directory.toAbsolutePath();
    this.key = key;
  }

  /** The directory, absolute. */
  public Path directory() {
    return directory;
  }

  /** {@inheritDoc} Removes what a killed holder has left half written. */
  @Override
  public synchronized Closeable lock() throws IOException {
    DirectoryLock acquired;
    try {
      Files.createDirectories(directory);
      acquired = DirectoryLock.acquire("store", directory);
    } catch (FileSystemException e) {
      throw new IOException(
          "cannot use "
              + directory
              + " as a store: "
              + e.getClass().getSimpleName()
              + " at "
              + e.getMessage(),
          e);
    }
    try {
      DirectoryPublication.sweep(directory);
    } catch (IOException | RuntimeException e) {
      acquired.close();
      throw e;
    }
    lock = acquired;
    return acquired;
  }

  private synchronized void requireLock() {
    if (lock == null || !lock.isHeld()) {
      throw new IllegalStateException("changes " + directory + " without its lock");
    }
  }

  @Override
  public StoredStages stages(String arch, Version version) {
    return number -> {
      Optional<StoredStage> stage = find(new StageId(number, arch, version));
      if (stage.isEmpty() || !stage.get().isSound()) {
        return stage;
      }
      StageRecord record = stage.get().record();
      try {
        return Optional.of(new StoredStage(record, mismatch(record).orElse(null)));
      } catch (IOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        // A bad place on the disk: it is made again, as one that has other bytes is.
        return Optional.of(
            new StoredStage(record, "its tarball " + record.tarballName() + " " + unreadable(e)));
      }
    };
  }

  private static String unreadable(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String reason = cause instanceof FileSystemException file ? file.getReason() : null;
    return "cannot be read: " + (reason == null ? cause.getMessage() : reason);
  }

  /**
   * A stage with its record, its tarball there and of the recorded size; the tarball is not read.
   */
  public Optional<StoredStage> find(StageId id) throws IOException {
    Path file = directory.resolve(id.stem() + RECORD_SUFFIX);
    StageRecord record;
    try (InputStream in = Files.newInputStream(file)) {
      record =
          StageRecord.parse(file.getFileName().toString(), in.readNBytes(StageRecord.LARGEST + 1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new StoredStage(null, "its record cannot be read: " + e.getMessage()));
    }
    if (!record.id().equals(id)) {
      return Optional.of(
          new StoredStage(null, "its record " + file.getFileName() + " is of " + record.id()));
    }
    Path tarball = directory.resolve(record.tarballName());
    if (!Files.isRegularFile(tarball)) {
      return Optional.of(
          new StoredStage(record, "its tarball " + record.tarballName() + " is missing"));
    }
    long size = Files.size(tarball);
    if (size != record.tarball().size()) {
      return Optional.of(
          new StoredStage(
              record,
              "its tarball "
                  + record.tarballName()
                  + " has "
                  + size
                  + " bytes, not the "
                  + record.tarball().size()
                  + " on record"));
    }
    return Optional.of(StoredStage.sound(record));
  }

  /**
   * Reads a stage's tarball and compares it with its digest.
   *
   * @return a line where it does not match
   */
  public Optional<String> mismatch(StageRecord record) throws IOException, InterruptedException {
    Digest actual = FileDigest.sha256(tarball(record));
    return actual.equals(record.tarball().sha256())
        ? Optional.empty()
        : Optional.of(
            "its tarball "
                + record.tarballName()
                + " has "
                + actual
                + ", not the "
                + record.tarball().sha256()
                + " on record");
  }

  @Override
  public Path tarball(StageRecord record) throws IOException {
    Path tarball = directory.resolve(record.tarballName());
    if (!Files.isRegularFile(tarball)) {
      throw new NoSuchFileException(tarball + " is not there any more");
    }
    return tarball;
  }

  /** All versions, by age, the oldest first. Stages that cannot be used are left out. */
  public List<StoredVersion> versions() throws IOException {
    Map<List<String>, List<StageRecord>> byVersion = new LinkedHashMap<>();
    for (StageId id : ids()) {
      Optional<StoredStage> stage = find(id).filter(StoredStage::isSound);
      if (stage.isPresent()) {
        StageRecord record = stage.get().record();
        byVersion
            .computeIfAbsent(
                List.of(record.sdk(), id.arch(), id.version().text()), k -> new ArrayList<>())
            .add(record);
      }
    }
    List<StoredVersion> versions = new ArrayList<>();
    for (List<StageRecord> records : byVersion.values()) {
      records.sort(Comparator.comparingInt(r -> r.id().number()));
      StageRecord first = records.get(0);
      versions.add(
          new StoredVersion(first.sdk(), first.id().arch(), first.id().version(), records));
    }
    versions.sort(StoredVersion.BY_AGE);
    return versions;
  }

  private List<StageId> ids() throws IOException {
    List<StageId> ids = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(directory, "stage*" + RECORD_SUFFIX)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          StageId.parse(name.substring(0, name.length() - RECORD_SUFFIX.length()))
              .ifPresent(ids::add);
        }
      }
    }
    return ids;
  }

  @Override
  public Optional<StageRecord> previous(String sdk, String arch, Version version)
      throws IOException {
    Optional<Seed> begun =
        find(new StageId(1, arch, version))
            .map(StoredStage::record)
            .filter(r -> r != null && r.sdk().equals(sdk))
            .map(StageRecord::seed);
    StageRecord newest = null;
    for (StoredVersion candidate : versions()) {
      Optional<StageRecord> last = candidate.last();
      if (last.isEmpty()
          || !candidate.sdk().equals(sdk)
          || !candidate.arch().equals(arch)
          || candidate.version().equals(version)) {
        continue;
      }
      newest = last.get();
      if (begun.isPresent() && begun.get().sameContent(newest.asSeed())) {
        return last;
      }
    }
    return Optional.ofNullable(newest);
  }

  @Override
  public Publication begin(String sdk, StageId id, Compression compression) throws IOException {
    requireLock();
    StageRecord there = find(id).map(StoredStage::record).orElse(null);
    if (there != null && !there.sdk().equals(sdk)) {
      throw new IOException(
          id
              + " in "
              + directory
              + " belongs to "
              + there.sdk()
              + ", not to "
              + sdk
              + "; use another store or version");
    }
    return DirectoryPublication.begin(directory, id, compression, key);
  }

  /**
   * {@inheritDoc} A signed record stays as it is. Nor is it signed again, whatever key there is:
   * who only reuses a stage has no knowledge of his own that its record is true.
   */
  @Override
  public StageRecord addNotes(StageRecord record, List<String> lines) throws IOException {
    requireLock();
    StageRecord noted = record.withNotes(lines);
    ArchiveFiles files = new ArchiveFiles(directory.resolve(record.tarballName()));
    if (Files.exists(files.signedRecord())) {
      return record;
    }
    if (!noted.equals(record)) {
      try (DirectoryPublication publication =
          DirectoryPublication.begin(
              directory, record.id(), record.tarball().compression(), Optional.empty())) {
        publication.replaceRecord(noted);
      }
    }
    return noted;
  }

  /**
   * Gives a stored last stage's files the release's name again where they lack it, as in a store
   * that was copied without these, or where someone has removed one.
   *
   * @param last a sound record of this store
   */
  public void restoreRelease(StageRecord last) throws IOException {
    requireLock();
    ArchiveFiles stage = new ArchiveFiles(directory.resolve(last.tarballName()));
    List<Path> names = DirectoryPublication.recordFirst(stage);
    List<Path> release = DirectoryPublication.recordFirst(releaseFiles(last));
    for (int i = 0; i < names.size(); i++) {
      if (Files.exists(names.get(i)) && !Files.exists(release.get(i))) {
        try (DirectoryPublication publication =
            DirectoryPublication.begin(
                directory, last.id(), last.tarball().compression(), Optional.empty())) {
          publication.nameRelease(last);
        }
        return;
      }
    }
  }

  /**
   * Removes old versions, for each SDK and architecture by itself. The newest {@code keep} complete
   * ones stay; so does every incomplete one that is newer than the oldest of these, as it may be
   * continued, with the SDK it was begun from. Where no version is complete, the newest {@code
   * keep} stay.
   *
   * @param keep how many, at least 1
   * @param inUse versions that stay whatever their age
   * @return what was removed, the oldest first
   */
  public List<RemovedVersion> gc(int keep, Set<Version> inUse) throws IOException {
    requireLock();
    List<RemovedVersion> removed = new ArrayList<>();
    for (StoredVersion old : Retention.superfluous(versions(), keep, inUse)) {
      removed.add(remove(old));
    }
    return removed;
  }

  private RemovedVersion remove(StoredVersion version) throws IOException {
    StageRecord any = version.records().get(0);
    List<String> names = new ArrayList<>();
    if (version.last().isPresent()) {
      // Further names of the last stage's files: they make no room of their own.
      DirectoryPublication.deleteAll(directory, any.releaseStem(), names);
    }
    long bytes = 0;
    for (int n = 1; n <= any.stages(); n++) {
      bytes += DirectoryPublication.deleteAll(directory, any.id().withNumber(n).stem(), names);
    }
    return new RemovedVersion(version, names, bytes);
  }

  /** Where the last stage's tarball, and the files beside it, have the release's name. */
  public ArchiveFiles releaseFiles(StageRecord last) {
    return DirectoryPublication.releaseFiles(directory, last);
  }
}
