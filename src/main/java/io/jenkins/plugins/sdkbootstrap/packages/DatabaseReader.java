package io.jenkins.plugins.sdkbootstrap.packages;

import java.util.List;

/**
 * Reads one kind of package database. Paths are relative to the root, with one char for each byte.
 */
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

  /** The directories that it reads. */
  List<String> places();

  /** Whether it needs the content of the file at this path, which is in one of its directories. */
  boolean wants(String path);

  /**
   * Reads what is there of the database.
   *
   * @param files the files that it needs
   * @param out receives the packages, and reports of damage
   */
  void read(DatabaseFiles files, PackageListBuilder out);
}
