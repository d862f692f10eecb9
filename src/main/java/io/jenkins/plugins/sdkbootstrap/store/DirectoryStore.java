package io.jenkins.plugins.sdkbootstrap.store;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.Names;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.plan.PreviousSeed;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStages;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A store: a directory with a directory for each SDK, which has the files of all its stages
 * directly in it. A tarball without a record does not exist. A file that is half written has no
 * name of a stage: it is in a directory {@code .publishing-*}, and where its writer was killed, the
 * next holder of the lock removes it.
 *
 * <p>Reading needs no lock. Whoever changes what there is of an SDK holds the lock of that SDK.
 */
public final class DirectoryStore {

  private static final String RECORD_SUFFIX = ".intoto.json";
  private static final String LOGS_SUFFIX = ".logs.tar.zst";

  private final Path directory;
  private final Optional<SigningKey> key;
  private final Map<String, DirectoryLock> locks = new HashMap<>();

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

  /** Where the files of an SDK are, absolute. */
  public Path directory(String sdk) {
    return directory.resolve(sdk);
  }

  /**
   * Keeps everyone else from changing what there is of an SDK until it is closed. Removes what a
   * killed holder has left half written.
   *
   * @throws StoreBusyException if someone else has it; its message names the holder
   */
  public synchronized Closeable lock(String sdk) throws IOException {
    DirectoryLock acquired;
    try {
      Files.createDirectories(directory(sdk));
      acquired = DirectoryLock.acquire("store", directory(sdk));
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
   * What there is of one bootstrap, each tarball compared with its digest when it is asked for; for
   * planning.
   */
  public StoredStages stages(BootstrapId bootstrap) {
    return new StoredStages() {
      @Override
      public Optional<StoredStage> find(int number) throws IOException, InterruptedException {
        Optional<StoredStage> stage = DirectoryStore.this.find(bootstrap.stage(number));
        return stage.isPresent() ? Optional.of(compared(stage.get())) : stage;
      }

      @Override
      public Optional<StoredStage> made(int number, Digest key)
          throws IOException, InterruptedException {
        for (StageId id : withKey(number, bootstrap.arch(), key)) {
          Optional<StoredStage> stage = DirectoryStore.this.find(id);
          if (stage.isPresent() && compared(stage.get()).isSound()) {
            return stage;
          }
        }
        return Optional.empty();
      }

      @Override
      public Optional<StageRecord> newest(int number) throws IOException {
        StageRecord newest = null;
        for (StageId id : ids(bootstrap.sdk(), number, bootstrap.arch())) {
          StageRecord record = DirectoryStore.this.find(id).map(StoredStage::record).orElse(null);
          if (record != null
              && (newest == null || record.run().finishedOn().isAfter(newest.run().finishedOn()))) {
            newest = record;
          }
        }
        return Optional.ofNullable(newest);
      }
    };
  }

  /** The same stage, with its tarball read. */
  private StoredStage compared(StoredStage stage) throws IOException, InterruptedException {
    if (!stage.isSound()) {
      return stage;
    }
    try {
      return mismatch(stage).map(stage::unsound).orElse(stage);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      // A bad place on the disk: it is made again, as one that has other bytes is.
      return stage.unsound("its tarball " + stage.tarballName() + " " + unreadable(e));
    }
  }

  /**
   * The stages of all SDKs that were made from the same and whose tarball is there. A record is
   * parsed only where its bytes hold the key, so that thousands of them take no time.
   */
  private List<StageId> withKey(int number, String arch, Digest key) throws IOException {
    List<StageId> found = new ArrayList<>();
    for (String sdk : sdks()) {
      for (StageId id : ids(sdk, number, arch)) {
        if (holds(directory.resolve(id.path() + RECORD_SUFFIX), key.toString())) {
          find(id).filter(stage -> stage.isMadeFrom(key)).ifPresent(stage -> found.add(id));
        }
      }
    }
    return found;
  }

  private static boolean holds(Path record, String wanted) throws IOException {
    try (InputStream in = Files.newInputStream(record)) {
      String text = new String(in.readNBytes(StageRecord.LARGEST), StandardCharsets.ISO_8859_1);
      return text.contains(wanted);
    } catch (NoSuchFileException e) {
      return false; // removed meanwhile
    }
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
    Path file = directory.resolve(id.path() + RECORD_SUFFIX);
    StageRecord record;
    try (InputStream in = Files.newInputStream(file)) {
      record =
          StageRecord.parse(file.getFileName().toString(), in.readNBytes(StageRecord.LARGEST + 1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new StoredStage(id, null, "its record cannot be read: " + e.getMessage()));
    }
    Path tarball = path(id, record);
    long size = Files.isRegularFile(tarball) ? Files.size(tarball) : StoredStage.MISSING;
    return Optional.of(StoredStage.of(id, record, size, ""));
  }

  private Path path(StageId id, StageRecord record) {
    return directory(id.bootstrap().sdk()).resolve(id.tarball(record.tarball().compression()));
  }

  /**
   * Reads a stage's tarball and compares it with its digest.
   *
   * @return a line where it does not match
   */
  private Optional<String> mismatch(StoredStage stage) throws IOException, InterruptedException {
    StageRecord record = stage.record();
    Digest actual = FileDigest.sha256(tarball(stage.id(), record));
    return actual.equals(record.tarball().sha256())
        ? Optional.empty()
        : Optional.of(
            "its tarball "
                + stage.tarballName()
                + " has "
                + actual
                + ", not the "
                + record.tarball().sha256()
                + " on record");
  }

  /**
   * A stage's tarball. Its digest is not checked: who unpacks it does.
   *
   * @param id the stage that it is there as
   * @throws IOException with one line, if it is not there
   */
  public Path tarball(StageId id, StageRecord record) throws IOException {
    Path tarball = path(id, record);
    if (!Files.isRegularFile(tarball)) {
      throw new NoSuchFileException(tarball + " is not there any more");
    }
    return tarball;
  }

  /** The names of the SDKs of which there may be something, sorted. */
  public Set<String> sdks() throws IOException {
    Set<String> names = new TreeSet<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, Files::isDirectory)) {
        for (Path one : all) {
          String name = one.getFileName().toString();
          if (Names.SDK_NAME.matcher(name).matches()) {
            names.add(name);
          }
        }
      }
    }
    return names;
  }

  /** All versions of an SDK, by age, the oldest first. Stages that cannot be used are left out. */
  public List<StoredVersion> versions(String sdk) throws IOException {
    Map<BootstrapId, List<StageRecord>> found = new LinkedHashMap<>();
    Map<BootstrapId, Instant> finished = new HashMap<>();
    for (StageId id : ids(sdk)) {
      Optional<StoredStage> stage = find(id).filter(StoredStage::isSound);
      if (stage.isPresent()) {
        found.computeIfAbsent(id.bootstrap(), k -> new ArrayList<>()).add(stage.get().record());
        finished.merge(id.bootstrap(), finishedOn(stage.get()), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    List<StoredVersion> versions = new ArrayList<>();
    found.forEach(
        (bootstrap, records) -> {
          records.sort(Comparator.comparingInt(r -> r.id().number()));
          versions.add(new StoredVersion(bootstrap, records, finished.get(bootstrap)));
        });
    versions.sort(StoredVersion.BY_AGE);
    return versions;
  }

  /** When a stage was finished, or began to stand for another one. */
  private Instant finishedOn(StoredStage stage) throws IOException {
    return stage.record().id().equals(stage.id())
        ? stage.record().run().finishedOn()
        : Files.getLastModifiedTime(directory.resolve(stage.id().path() + RECORD_SUFFIX))
            .toInstant();
  }

  private List<StageId> ids(String sdk) throws IOException {
    return ids(sdk, "stage*", RECORD_SUFFIX);
  }

  private List<StageId> ids(String sdk, int number, String arch) throws IOException {
    return ids(sdk, "stage" + number + "-" + arch + "-*", RECORD_SUFFIX);
  }

  private List<StageId> ids(String sdk, String stems, String suffix) throws IOException {
    List<StageId> ids = new ArrayList<>();
    if (Files.isDirectory(directory(sdk))) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory(sdk), stems + suffix)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          StageId.parse(sdk, name.substring(0, name.length() - suffix.length()))
              .ifPresent(ids::add);
        }
      }
    }
    return ids;
  }

  /**
   * The SDK, or the stage of it, that {@code seed: previous} means for a bootstrap.
   *
   * @param seed of the kind {@link SeedRef.Kind#PREVIOUS}
   * @param begun when the bootstrap was begun
   * @return that stage; empty for the very first bootstrap
   */
  public Optional<StoredStage> previous(BootstrapId bootstrap, SeedRef seed, Instant begun)
      throws IOException {
    String sdk = seed.previousSdk(bootstrap.sdk());
    Optional<Seed> made = find(bootstrap.stage(1)).map(StoredStage::record).map(StageRecord::seed);
    List<StoredStage> newestFirst = new ArrayList<>();
    for (StoredVersion version : versions(sdk)) {
      version
          .last()
          .flatMap(last -> seed.stage() == 0 ? version.last() : version.stage(seed.stage()))
          .ifPresent(newestFirst::add);
    }
    Collections.reverse(newestFirst);
    return PreviousSeed.choose(bootstrap, seed, made, begun, newestFirst);
  }

  /**
   * Lets a stored stage stand for one of another bootstrap: its files get that one's names too,
   * nothing is copied but the record, whose age then tells when this was done. The record still
   * says who made it.
   *
   * @param id the stage that it shall stand for
   * @param stage of this store
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
   * Makes room for the files of a stage that is about to run. What is there of that stage stays
   * until {@link Publication#commit}.
   */
  public Publication begin(StageId id, Compression compression) throws IOException {
    return Publication.begin(locked(id.bootstrap().sdk()), id, compression, key);
  }

  /**
   * Adds lines to the notes of a stored stage's record, each once; its tarball stays as it is. A
   * signed record stays as it is, and so does that of another stage which stands for this one. Nor
   * is it signed again, whatever key there is: who only reuses a stage has no knowledge of his own
   * that its record is true.
   *
   * @return the record as it is now
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
   * Gives a stored last stage's files the release's name again where they lack it, as in a store
   * that was copied without these, or where someone has removed one.
   *
   * @param id the last stage of a bootstrap
   * @param last its record in this store, a sound one
   */
  public void restoreRelease(StageId id, StageRecord last) throws IOException {
    Path sdk = locked(id.bootstrap().sdk());
    List<Path> names = Publication.recordFirst(new ArchiveFiles(path(id, last)));
    List<Path> release = Publication.recordFirst(releaseFiles(id.bootstrap(), last));
    for (int i = 0; i < names.size(); i++) {
      if (Files.exists(names.get(i)) && !Files.exists(release.get(i))) {
        try (Publication publication =
            Publication.begin(sdk, id, last.tarball().compression(), Optional.empty())) {
          publication.nameRelease(last);
        }
        return;
      }
    }
  }

  /**
   * Removes old versions of an SDK, for each architecture by itself. The newest {@code keep}
   * complete ones stay; so does every incomplete one that is newer than the oldest of these, as it
   * may be continued, with the SDK it was begun from. Where no version is complete, the newest
   * {@code keep} stay.
   *
   * @param keep how many, at least 1
   * @return what was removed, the oldest first
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
   * Removes the logs of bootstraps of which no stage came to its end, and which were begun before
   * every one that is kept of their architecture.
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
      Path logs = directory.resolve(id.path() + LOGS_SUFFIX);
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
      // Further names of the last stage's files: they make no room of their own.
      Publication.deleteAll(directory(bootstrap.sdk()), bootstrap.releaseStem(), names);
    }
    long bytes = 0;
    for (int n = 1; n <= version.records().get(0).stages(); n++) {
      bytes += Publication.deleteAll(directory(bootstrap.sdk()), bootstrap.stage(n).stem(), names);
    }
    return new RemovedVersion(version, names, bytes);
  }

  /** Where the files of a stage are, or would be. */
  public ArchiveFiles files(StageId id, Compression compression) {
    return new ArchiveFiles(directory(id.bootstrap().sdk()).resolve(id.tarball(compression)));
  }

  /** Where the last stage's tarball, and the files beside it, have the release's name. */
  public ArchiveFiles releaseFiles(BootstrapId bootstrap, StageRecord last) {
    return Publication.releaseFiles(directory(bootstrap.sdk()), bootstrap, last);
  }
}
