package io.jenkins.plugins.sdkbootstrap.store;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.archive.DigestsFile;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.provenance.Envelope;
import io.jenkins.plugins.sdkbootstrap.provenance.SigningKey;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a stage before they are in the store: in a separate directory until all are
 * complete. Closing it without a commit removes them.
 */
public final class Publication implements Closeable {

  private static final String PREFIX = ".publishing-";

  private final Path directory;
  private final Path workspace;
  private final StageId id;
  private final Optional<SigningKey> key;
  private final ArchiveFiles files;

  private Publication(
      Path directory,
      Path workspace,
      StageId id,
      Compression compression,
      Optional<SigningKey> key) {
    this.directory = directory;
    this.workspace = workspace;
    this.id = id;
    this.key = key;
    this.files = new ArchiveFiles(workspace.resolve(id.tarball(compression)));
  }

  /**
   * Creates the directory; the caller holds the lock.
   *
   * @param directory the SDK's, in the store
   * @param key signs the record, if present
   */
  static Publication begin(
      Path directory, StageId id, Compression compression, Optional<SigningKey> key)
      throws IOException {
    return new Publication(
        directory, Files.createTempDirectory(directory, PREFIX), id, compression, key);
  }

  /**
   * Removes the directories of killed processes: the caller holds the lock, so there are no others.
   */
  static void sweep(Path directory) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path workspace : left) {
        remove(workspace);
      }
    }
  }

  /** The temporary paths for the tarball and the files beside it. */
  public ArchiveFiles files() {
    return files;
  }

  /**
   * Moves all files into the store, the record last. The last stage also gets the release's name.
   *
   * @param record the provenance record, which this writes
   * @throws IOException with one line; then the stage is unchanged or does not exist
   */
  public void commit(StageRecord record) throws IOException {
    String tarball = files.archive().getFileName().toString();
    if (!record.id().equals(id) || !record.tarballName().equals(tarball)) {
      throw new IllegalArgumentException(
          "the record of " + record.tarballName() + ", not " + tarball);
    }
    if (Files.size(files.archive()) != record.tarball().size()) {
      throw new IOException(
          tarball
              + " has "
              + Files.size(files.archive())
              + " bytes, not the "
              + record.tarball().size()
              + " on record");
    }
    byte[] json = record.toJson();
    write(files.record(), json);
    if (key.isPresent()) {
      write(files.signedRecord(), Envelope.sign(json, key.get()).toJson());
    }
    for (Path file : recordFirst(files)) {
      if (Files.exists(file)) {
        sync(file);
      }
    }
    publish(record);
  }

  /**
   * Links the files of another stage under the names of this one.
   *
   * @param made that stage's, in a store
   * @param record that stage's
   */
  void reuse(ArchiveFiles made, StageRecord record) throws IOException {
    linkAll(made, files);
    Files.copy(made.record(), files.record());
    sync(files.record());
    publish(record);
  }

  /** Moves the files into the store, the record last. */
  private void publish(StageRecord record) throws IOException {
    withdraw(record);
    for (Path file : beforeRecord(files)) {
      move(file, directory);
    }
    if (record.isLast()) {
      nameRelease(record, files.record());
    }
    sync(directory);
    move(files.record(), directory);
    sync(directory);
  }

  /** Removes this stage's files from the store. */
  private void withdraw(StageRecord record) throws IOException {
    List<String> names = new ArrayList<>();
    deleteAll(directory, id.stem(), names);
    if (record.isLast()) {
      deleteAll(directory, id.bootstrap().releaseStem(), names);
    }
  }

  /**
   * Deletes all files of an archive of any compression. Deletes the record first: without it, the
   * others do not exist.
   *
   * @param stem the files' name without their endings
   * @param names the names of the deleted files are added here
   * @return the size of the deleted files without other hard links, in bytes
   */
  static long deleteAll(Path directory, String stem, List<String> names) throws IOException {
    Set<Path> files = new LinkedHashSet<>();
    for (Compression compression : Compression.values()) {
      files.addAll(recordFirst(new ArchiveFiles(directory.resolve(stem + compression.suffix()))));
    }
    long bytes = 0;
    for (Path file : files) {
      long size = Files.isRegularFile(file) && isOnlyName(file) ? Files.size(file) : 0;
      if (Files.deleteIfExists(file)) {
        names.add(file.getFileName().toString());
        bytes += size;
      }
    }
    return bytes;
  }

  private static boolean isOnlyName(Path file) throws IOException {
    try {
      return Files.getAttribute(file, "unix:nlink") instanceof Integer names && names == 1;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return true; // a file system without hard links
    }
  }

  /**
   * Links the last stage's files under the release's name.
   *
   * @param json the file with its record
   */
  private void nameRelease(StageRecord record, Path json) throws IOException {
    ArchiveFiles stage = new ArchiveFiles(directory.resolve(files.archive().getFileName()));
    ArchiveFiles release = releaseFiles(directory, id.bootstrap(), record);
    linkAll(stage, release);
    link(json, release.record());
  }

  /**
   * Links all files of an archive except the record under further names, and adds these names to
   * DIGESTS.
   */
  private void linkAll(ArchiveFiles from, ArchiveFiles to) throws IOException {
    List<Path> files = beforeRecord(from);
    List<Path> names = beforeRecord(to);
    for (int i = 0; i < files.size(); i++) {
      if (!files.get(i).equals(from.digests())) {
        link(files.get(i), names.get(i));
      } else if (Files.exists(from.digests())) {
        nameInDigests(from, to);
      }
    }
  }

  /** The same for a stage that is already in the store. */
  void nameRelease(StageRecord record) throws IOException {
    nameRelease(record, directory.resolve(files.record().getFileName()));
    sync(directory);
  }

  /** Whether the store's file system has hard links. */
  boolean canLink() {
    try {
      Files.createLink(workspace.resolve("link"), directory.resolve(files.record().getFileName()));
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Replaces the stage's record. The new one is not signed, see {@link DirectoryStore#addNotes}.
   */
  void replaceRecord(StageRecord record) throws IOException {
    write(files.record(), record.toJson());
    sync(files.record());
    if (record.isLast()) {
      link(files.record(), releaseFiles(directory, id.bootstrap(), record).record());
    }
    move(files.record(), directory);
    sync(directory);
  }

  /** The paths of the last stage's files under the release's name. */
  static ArchiveFiles releaseFiles(Path directory, BootstrapId bootstrap, StageRecord record) {
    return new ArchiveFiles(
        directory.resolve(bootstrap.releaseStem() + record.tarball().compression().suffix()));
  }

  /** All files of an archive, in the order in which they may be deleted. */
  static List<Path> recordFirst(ArchiveFiles files) {
    return Stream.concat(Stream.of(files.record()), beforeRecord(files).stream()).toList();
  }

  private static List<Path> beforeRecord(ArchiveFiles files) {
    return List.of(
        files.archive(),
        files.index(),
        files.contents(),
        files.sbom(),
        files.logs(),
        new ArchiveFiles(files.logs()).index(),
        files.digests(),
        files.signedRecord());
  }

  private static void move(Path file, Path directory) throws IOException {
    if (Files.exists(file)) {
      Files.move(file, directory.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Links a file, if it exists, under a further name, and replaces an existing file. */
  private void link(Path file, Path name) throws IOException {
    if (!Files.exists(file)) {
      Files.deleteIfExists(name);
      return;
    }
    Path made = workspace.resolve(name.getFileName());
    try {
      Files.createLink(made, file);
    } catch (IOException | UnsupportedOperationException e) {
      // The file system has no hard links: copy instead.
      Files.copy(file, made);
      sync(made);
    }
    Files.move(made, name, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Writes the release's DIGESTS with the release's file names, for the usual tools. */
  private void nameInDigests(ArchiveFiles stage, ArchiveFiles release) throws IOException {
    DigestsFile ofRelease = DigestsFile.read(stage.digests()).renamed(stage, release);
    Path made = workspace.resolve(release.digests().getFileName());
    write(made, ofRelease.text().getBytes(StandardCharsets.UTF_8));
    sync(made);
    Files.move(made, release.digests(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(Path file, byte[] content) throws IOException {
    try {
      Files.write(file, content);
    } catch (ClosedByInterruptException | FileSystemException e) {
      throw e; // says what it was about
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    remove(workspace);
  }

  private static void remove(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
