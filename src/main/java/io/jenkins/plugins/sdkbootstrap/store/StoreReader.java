package io.jenkins.plugins.sdkbootstrap.store;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.Names;
import io.jenkins.plugins.sdkbootstrap.config.SeedRef;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.FileProblem;
import io.jenkins.plugins.sdkbootstrap.io.SmallFile;
import io.jenkins.plugins.sdkbootstrap.plan.PreviousSeed;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStages;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.stage.FileDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds stages in a store: a directory with one directory for each SDK, which holds the files of
 * all its stages. A tarball without a provenance record does not exist. Reading needs no lock.
 */
public class StoreReader {

  private static final String RECORD_SUFFIX = ".intoto.json";

  private final Path directory;

  /**
   * Reads the store in this directory, which need not exist.
   *
   * @param directory absolute, or from the current directory
   */
  public StoreReader(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /** The store's directory, absolute. */
  public Path directory() {
    return directory;
  }

  /** The directory of an SDK's files, absolute. */
  public Path directory(String sdk) {
    return directory.resolve(sdk);
  }

  /**
   * The stored stages of a bootstrap, for planning. Each lookup reads the tarball and compares it
   * with its digest.
   */
  public StoredStages stages(BootstrapId bootstrap) {
    return new StoredStages() {
      @Override
      public Optional<StoredStage> find(int number) throws IOException, InterruptedException {
        Optional<StoredStage> stage = StoreReader.this.find(bootstrap.stage(number));
        return stage.isPresent() ? Optional.of(compared(stage.get())) : stage;
      }

      @Override
      public Optional<StoredStage> made(int number, Digest key)
          throws IOException, InterruptedException {
        for (StageId id : withKey(number, bootstrap.arch(), key)) {
          Optional<StoredStage> stage = StoreReader.this.find(id);
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
          StageRecord record = StoreReader.this.find(id).map(StoredStage::record).orElse(null);
          if (record != null
              && (newest == null || record.run().finishedOn().isAfter(newest.run().finishedOn()))) {
            newest = record;
          }
        }
        return Optional.ofNullable(newest);
      }
    };
  }

  /** The stage, unsound if its tarball cannot be read or has another digest. */
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
      // A bad sector: the stage runs again, as it does if the tarball has other bytes.
      return stage.unsound("its tarball " + stage.tarballName() + " " + unreadable(e));
    }
  }

  /**
   * The stages of all SDKs that have this key and a tarball. Parses a record only if its bytes
   * contain the key: parsing thousands of records would take long.
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
      return false; // removed after it was listed
    }
  }

  private static String unreadable(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return "cannot be read: "
        + (cause instanceof FileSystemException file ? FileProblem.of(file) : cause.getMessage());
  }

  /**
   * Finds a stage by its provenance record. Checks that the tarball exists and has the recorded
   * size, but does not read it.
   */
  public Optional<StoredStage> find(StageId id) throws IOException {
    Path file = directory.resolve(id.path() + RECORD_SUFFIX);
    StageRecord record;
    try {
      byte[] json = SmallFile.read(file, StageRecord.LARGEST + 1);
      record = StageRecord.parse(file.getFileName().toString(), json);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new StoredStage(id, null, "its record cannot be read: " + e.getMessage()));
    }
    Path tarball = path(id, record);
    long size = Files.isRegularFile(tarball) ? Files.size(tarball) : StoredStage.MISSING;
    return Optional.of(StoredStage.of(id, record, size, ""));
  }

  Path path(StageId id, StageRecord record) {
    return directory(id.bootstrap().sdk()).resolve(id.tarball(record.tarball().compression()));
  }

  /**
   * Reads a stage's tarball and compares it with its digest.
   *
   * @return a message if they differ
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
   * The path of a stage's tarball. Does not verify the digest: unpacking does.
   *
   * @param id the stage under whose name it is stored
   * @throws NoSuchFileException if it does not exist
   */
  public Path tarball(StageId id, StageRecord record) throws IOException {
    Path tarball = path(id, record);
    if (!Files.isRegularFile(tarball)) {
      throw new NoSuchFileException(tarball + " was removed");
    }
    return tarball;
  }

  /** The names of the SDKs that have been here, sorted. Other directories are none of ours. */
  public Set<String> sdks() throws IOException {
    Set<String> names = new TreeSet<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, Files::isDirectory)) {
        for (Path one : all) {
          String name = one.getFileName().toString();
          if (Names.SDK_NAME.matcher(name).matches() && isOfSdk(one)) {
            names.add(name);
          }
        }
      }
    }
    return names;
  }

  /** Whether a directory has what a bootstrap makes: a lock, or a record where it was copied. */
  private static boolean isOfSdk(Path directory) throws IOException {
    if (Files.exists(directory.resolve(DirectoryLock.FILE))) {
      return true;
    }
    try (DirectoryStream<Path> records =
        Files.newDirectoryStream(directory, "stage*" + RECORD_SUFFIX)) {
      return records.iterator().hasNext();
    } catch (AccessDeniedException e) {
      return false;
    }
  }

  /** All versions of an SDK with their sound stages, the oldest first. */
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

  /** When a stage was finished or, for a reused stage, when it was reused. */
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

  List<StageId> ids(String sdk, String stems, String suffix) throws IOException {
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
   * The stage that {@code seed: previous} means for a bootstrap.
   *
   * @param seed a reference of the kind {@link SeedRef.Kind#PREVIOUS}
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

  /** The paths of a stage's files, which need not exist. */
  public ArchiveFiles files(StageId id, Compression compression) {
    return new ArchiveFiles(directory(id.bootstrap().sdk()).resolve(id.tarball(compression)));
  }

  /** The paths of the last stage's files under the release's name. */
  public ArchiveFiles releaseFiles(BootstrapId bootstrap, StageRecord last) {
    return Publication.releaseFiles(directory(bootstrap.sdk()), bootstrap, last);
  }
}
