package io.jenkins.plugins.sdkbootstrap.packages;

import java.util.List;

/** Reads one kind of package database. Paths are of the root, a char for each of their bytes. */
interface DatabaseReader {

  /** All of them. */
  List<DatabaseReader> ALL =
      List.of(
          new PortageReader(),
          new DpkgReader(PackageFormat.DPKG, "var/lib/dpkg"),
          new DpkgReader(PackageFormat.OPKG, "usr/lib/opkg"),
          new DpkgReader(PackageFormat.OPKG, "var/lib/opkg"),
          new ApkReader(),
          new PacmanReader(),
          new RpmReader(),
          new PlainReader());

  /** The directories in which it looks. */
  List<String> places();

  /** Whether it needs the content of the file at this path, which is in one of its places. */
  boolean wants(String path);

  /**
   * Reads what is there of the database.
   *
   * @param files the files that were wanted
   * @param out gets the packages, and what is damaged
   */
  void read(DatabaseFiles files, PackageListBuilder out);
}
