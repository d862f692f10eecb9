package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What to archive, and how.
 *
 * @param root the directory that becomes the root of the archive
 * @param archive the file to write; it has this name only when it is complete
 * @param compression how it is compressed
 * @param level the compression's own level: 1 to 22 for Zstandard, 1 to 9 for the others; 0 for its
 *     default (Zstandard 3, bzip2 9, xz 6, gzip 6)
 * @param clean globs to exclude, which begin at the root, such as {@code /tmp/*}; {@code *} does
 *     not match a slash, and everything below a match is excluded, too
 * @param sourceDateEpoch seconds since 1970; replaces later modification times
 * @param elevation how tar gets the right to read the root
 * @param progress receives how many bytes of the tar stream were written, and what is excluded
 * @param copy gets the archive's bytes while they are written, too; not closed
 * @param visitors see each entry as it is written, with its SHA-256
 */
public record ArchiveRequest(
    Path root,
    Path archive,
    Compression compression,
    int level,
    List<String> clean,
    long sourceDateEpoch,
    Elevation elevation,
    Progress progress,
    OutputStream copy,
    List<EntryVisitor> visitors) {

  public static final int DEFAULT_LEVEL = 0;

  public ArchiveRequest {
    clean = List.copyOf(clean);
    visitors = List.copyOf(visitors);
    int most = compression == Compression.ZSTD ? 22 : 9;
    if (level < 0 || level > most) {
      throw new IllegalArgumentException(
          "no level " + level + " for " + compression.suffix() + "; it is 1 to " + most);
    }
    if (sourceDateEpoch < 0) {
      throw new IllegalArgumentException(
          "SOURCE_DATE_EPOCH is in seconds since 1970, not " + sourceDateEpoch);
    }
  }

  ArchiveRequest withVisitors(List<EntryVisitor> those) {
    return new ArchiveRequest(
        root,
        archive,
        compression,
        level,
        clean,
        sourceDateEpoch,
        elevation,
        progress,
        copy,
        those);
  }
}
