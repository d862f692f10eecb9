package io.jenkins.plugins.sdkbootstrap.packages;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.NodeTable;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The packages that a root consists of, and which file is whose. Four bytes an entry besides the
 * index. Does not change, so threads can share it.
 */
public final class PackageList {

  /** In the place of an owner: what package managers keep. */
  static final int DATABASE = -1;

  private final List<SdkPackage> packages;
  private final List<String> damages;
  private final ArchiveIndex index;
  private final int[] owners;

  PackageList(List<SdkPackage> packages, List<String> damages, ArchiveIndex index, int[] owners) {
    this.packages = List.copyOf(packages);
    this.damages = List.copyOf(damages);
    this.index = index;
    this.owners = owners;
  }

  /**
   * Reads the databases of an archive. Of the tarball only the frames are read that they are in.
   *
   * @throws ArchiveException if the archive cannot be read; what is wrong in a database is one of
   *     the {@link #damages}
   */
  public static PackageList read(ArchiveFile archive) throws IOException {
    DatabaseFiles files = new DatabaseFiles();
    archive.read(DatabaseFiles.wanted(archive.index()), files);
    return of(archive.index(), files);
  }

  /**
   * Of a root whose tar stream was seen.
   *
   * @param index all its entries
   * @param files what was kept of it
   */
  public static PackageList of(ArchiveIndex index, DatabaseFiles files) {
    PackageListBuilder builder = new PackageListBuilder(index, files);
    files.leftOut().forEach(builder::damaged);
    for (DatabaseReader reader : DatabaseReader.ALL) {
      reader.read(files, builder);
    }
    return builder.build();
  }

  /** By name, then by version. */
  public List<SdkPackage> packages() {
    return packages;
  }

  /** What of the databases could not be read, and why: a line each. */
  public List<String> damages() {
    return damages;
  }

  /** All entries of the root. */
  public ArchiveIndex index() {
    return index;
  }

  /** Bytes of all packages' files. */
  public long size() {
    return packages.stream().mapToLong(SdkPackage::size).sum();
  }

  /** The package that has this file; empty where none has it, as for directories. */
  public Optional<SdkPackage> owner(RootPath file) {
    int node = index.nodes().find(file);
    return node == NodeTable.NONE || owners[node] <= 0
        ? Optional.empty()
        : Optional.of(packages.get(owners[node] - 1));
  }

  /** The files, links and devices of one package, in path order. */
  public List<RootPath> files(SdkPackage of) {
    int number = packages.indexOf(of) + 1;
    NodeTable nodes = index.nodes();
    return IntStream.range(0, owners.length)
        .map(index.tree()::at)
        .filter(node -> owners[node] == number && nodes.type(node) != EntryType.DIRECTORY)
        .mapToObj(nodes::path)
        .toList();
  }

  /** Whether this is of a package database. */
  boolean isDatabase(RootPath file) {
    int node = index.nodes().find(file);
    return node != NodeTable.NONE && owners[node] == DATABASE;
  }

  /**
   * How much of the root is in no package, nor in a package database.
   *
   * @param files how many files, links and devices
   * @param size bytes of their contents
   */
  public record Unowned(int files, long size) {}

  public Unowned unowned() {
    int files = 0;
    long size = 0;
    NodeTable nodes = index.nodes();
    for (int node = 0; node < owners.length; node++) {
      if (owners[node] == 0 && nodes.type(node) != EntryType.DIRECTORY) {
        files++;
        size += nodes.size(node);
      }
    }
    return new Unowned(files, size);
  }
}
