package io.jenkins.plugins.sdkbootstrap.pages.inside;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.IndexCache;
import io.jenkins.plugins.sdkbootstrap.index.IndexLimits;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.packages.SbomReader;
import io.jenkins.plugins.sdkbootstrap.packages.SdkPackage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jenkins.util.SystemProperties;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Reads indexes and single files of stages' tarballs for the pages. The indexes used last stay in
 * memory, up to a limit. What an agent sent is never trusted: it may be slow to read, broken or
 * hostile, but takes no more than its share.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class StageArchives {

  /** Sets another limit to the indexes in memory, in MiB. */
  static final String LIMIT_PROPERTY = StageArchives.class.getName() + ".indexMegabytes";

  private static final long MIB = 1 << 20;

  /** Each takes some 8 MiB outside the heap: a frame, and what it is compressed to. */
  private static final int READS_AT_ONCE = 8;

  private static final int PATIENCE_SECONDS = 20;

  /** To read an index of so many takes 0.3 s in a JVM that has just started. */
  private static final int MANY_ENTRIES = 20_000;

  private final IndexCache indexes = new IndexCache(limit());
  private final PackageCache packages = new PackageCache();
  private final IndexMaker maker = new IndexMaker();
  private final Semaphore reads = new Semaphore(READS_AT_ONCE, true);

  /** The only one. */
  static StageArchives get() {
    return ExtensionList.lookupSingleton(StageArchives.class);
  }

  private static long limit() {
    long usual = usualLimit(Runtime.getRuntime().maxMemory());
    return SystemProperties.getLong(LIMIT_PROPERTY, usual / MIB) * MIB;
  }

  /**
   * The limit where the property is not set: an eighth of the heap, at most 1 GiB, and at least
   * what two indexes of 500,000 entries take. A page of differences would else read both at every
   * visit.
   */
  static long usualLimit(long heap) {
    return Math.min(1024 * MIB, Math.max(144 * MIB, heap / 8));
  }

  /** Work with an open archive. */
  interface Work<T> {
    T on(ArchiveFile archive) throws IOException;
  }

  /**
   * What is in a tarball.
   *
   * @throws PageException while its index is being made
   */
  ArchiveIndex index(StageFiles files) throws IOException {
    return indexes.get(files.key(), limits -> load(files, limits));
  }

  /**
   * The packages in a stage's SBOM.
   *
   * @param sbom its digest
   * @throws ArchiveException with one line, where it is gone, or another one than was made with the
   *     stage
   */
  List<SdkPackage> packages(StageFiles files, Digest sbom) throws IOException {
    List<SdkPackage> there = packages.get(sbom);
    if (there == null) {
      there = SbomReader.read(files.readSbom(sbom));
      packages.keep(sbom, there);
    }
    return there;
  }

  /**
   * Loads an index; keeps one that takes time to read, so that it is loaded at once the next time.
   */
  private ArchiveIndex load(StageFiles files, IndexLimits limits) throws IOException {
    Optional<ArchiveIndex> kept = files.keptIndex(limits);
    if (kept.isPresent()) {
      return kept.get();
    }
    Optional<InputStream> stored = files.openIndex();
    if (stored.isEmpty()) {
      throw maker.making(files, limits);
    }
    ArchiveIndex index = ArchiveIndex.load(stored.get(), files.index(), limits);
    if (index.count() >= MANY_ENTRIES) {
      files.keep(index);
    }
    return index;
  }

  /** Reads a large stage's index in the background, so that the first page need not. */
  void prepare(StageFiles files, long entries) {
    if (entries >= MANY_ENTRIES && files.areLocal()) {
      maker.later(files, () -> load(files, IndexLimits.ofMemory(limit())));
    }
  }

  /** Opens a tarball for as long as the work takes. */
  <T> T with(StageFiles files, Work<T> work) throws IOException {
    ArchiveIndex index = index(files);
    begin();
    try (ByteSource source = files.openTarball();
        ArchiveFile archive = ArchiveFile.open(files.tarball(), source, index)) {
      return work.on(archive);
    } finally {
      reads.release();
    }
  }

  private void begin() throws IOException {
    try {
      if (!reads.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("too many files are being read at once; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
