package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that belong to one archive, all beside it. Their names begin with its name without the
 * ending; catalyst's files have its whole name.
 *
 * @param archive the tarball itself, such as {@code stage1-amd64-1.0+now.tar.zst}
 */
public record ArchiveFiles(Path archive) {

  /**
   * Names them.
   *
   * @throws IllegalArgumentException if that has no name, as {@code /}
   */
  public ArchiveFiles {
    if (archive.getFileName() == null) {
      throw new IllegalArgumentException(archive + " is a directory, not an archive");
    }
  }

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

  /** The packages of the root, as an SBOM in CycloneDX. */
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

  /**
   * The provenance record, an in-toto statement; in a store, an archive without one does not exist.
   */
  public Path record() {
    return beside(".intoto.json");
  }

  /** The provenance record with its signature, if it was signed. */
  public Path signedRecord() {
    return beside(".intoto.json.dsse");
  }

  /** The collected logs of the stage; a tarball with its own index. */
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
