package io.jenkins.plugins.sdkbootstrap.build;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFiles;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import jenkins.util.VirtualFile;

/** Stages among the artifacts of a build: their names, and their records. */
final class BuildArtifacts {

  private BuildArtifacts() {}

  /** The name of a stage's record. */
  static String recordName(StageId id) {
    return new ArchiveFiles(Path.of(id.tarball(Compression.ZSTD))).record().toString();
  }

  /**
   * Reads a record, which may come from anywhere.
   *
   * @throws IOException with one line, where it is not there or not a record
   */
  static StageRecord readRecord(VirtualFile file) throws IOException {
    if (!file.isFile()) {
      throw new IOException(file.getName() + " is gone");
    }
    try (InputStream in = file.open()) {
      byte[] json = in.readNBytes(StageRecord.LARGEST + 1);
      if (json.length > StageRecord.LARGEST) {
        throw new IOException(file.getName() + " is too large for a record");
      }
      return StageRecord.parse(file.getName(), json);
    }
  }
}
