package io.jenkins.plugins.sdkbootstrap.store;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.archive.DigestsFile;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts stages that never ran into a store. */
@SuppressWarnings("try") // a lock is held, not used
final class StoreFixture {

  static final String SDK = "sdk";

  private StoreFixture() {}

  static StageId id(int number, String version) {
    return Samples.id(SDK, version).stage(number);
  }

  /** Publishes a stage whose tarball is a line of text, with the files beside it. */
  static StageRecord publish(
      DirectoryStore store, String sdk, String version, int number, int stages, Seed seed)
      throws IOException {
    String content = "root of " + sdk + " " + version + " " + number;
    StageRecord record = Samples.record(sdk, version, number, stages, seed, content);
    return publish(store, record, content);
  }

  static StageRecord publish(DirectoryStore store, StageRecord record, String content)
      throws IOException {
    try (Closeable lock = store.lock(record.id().bootstrap().sdk());
        Publication publication = store.begin(record.id(), record.tarball().compression())) {
      write(publication.files(), content);
      publication.commit(record);
    }
    return record;
  }

  static void write(ArchiveFiles files, String content) throws IOException {
    Files.writeString(files.archive(), content);
    Files.writeString(files.index(), "#mtree of " + content);
    Files.writeString(files.contents(), "contents");
    DigestsFile digests = new DigestsFile();
    digests.add(
        files.archive().getFileName().toString(),
        DigestAlgorithm.SHA256,
        Samples.sha256(content).hex());
    Files.writeString(files.digests(), digests.text());
  }

  /** Publishes a whole bootstrap of two stages. */
  static StageRecord publishSdk(DirectoryStore store, String sdk, String version, Seed seed)
      throws IOException {
    StageRecord first = publish(store, sdk, version, 1, 2, seed);
    return publish(store, sdk, version, 2, 2, first.asSeed());
  }

  /** The names of all files in a directory, the lock's left out. */
  static TreeSet<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(n -> !n.equals(DirectoryLock.FILE))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The names of an archive's files, all five. */
  static List<String> fileSet(String stem) {
    return Stream.of(
            Compression.ZSTD.suffix(),
            ".mtree.zst",
            Compression.ZSTD.suffix() + ".CONTENTS.gz",
            Compression.ZSTD.suffix() + ".DIGESTS",
            ".intoto.json")
        .map(suffix -> stem + suffix)
        .toList();
  }
}
