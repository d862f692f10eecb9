package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that belong to one archive, all beside it: under its name without the ending, and those
 * that are as catalyst writes them, under its whole name.
 *
 * @param archive the tarball itself, such as {@code stage1-amd64-1.0+now.tar.zst}
 */
public record ArchiveFiles(Path archive) {

  /** The archive's file name without {@code .tar.zst} or the like. */
  public String stem() {
    String name = archive.getFileName().toString();
    Optional<Compression> compression = Compression.ofName(name);
    return compression
        .map(c -> name.substring(0, name.length() - c.suffix().length()))
        .orElse(name);
  }

  /** The index, in mtree(5). */
  public Path index() {
    return beside(".mtree.zst");
  }

  /** The packages that the root consists of, as an SBOM in CycloneDX. */
  public Path sbom() {
    return beside(".cdx.json");
  }

  /** The listing that catalyst writes. */
  public Path contents() {
    return behind(".CONTENTS.gz");
  }

  /** The checksums that catalyst writes. */
  public Path digests() {
    return behind(".DIGESTS");
  }

  /** The record, an in-toto statement; an archive of a store without one does not exist. */
  public Path record() {
    return beside(".intoto.json");
  }

  /** The record with signatures, where it was signed. */
  public Path signedRecord() {
    return beside(".intoto.json.dsse");
  }

  /** The logs that were collected of the stage; a tarball with an index of its own. */
  public Path logs() {
    return beside(".logs.tar.zst");
  }

  private Path behind(String suffix) {
    return archive.resolveSibling(archive.getFileName() + suffix);
  }

  private Path beside(String suffix) {
    return archive.resolveSibling(stem() + suffix);
  }
}
