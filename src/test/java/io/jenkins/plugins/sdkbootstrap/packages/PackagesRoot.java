package io.jenkins.plugins.sdkbootstrap.packages;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveRequest;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveSet;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A root with packages, made file by file. */
final class PackagesRoot {

  final Path root;

  PackagesRoot(Path root) {
    this.root = root;
  }

  PackagesRoot file(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  PackagesRoot link(String path, String target) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, Path.of(target));
    return this;
  }

  /** What rpm 4.18 has made, of packages that rpmbuild has made. */
  PackagesRoot rpm(String path, String resource) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    try (InputStream in =
        new GZIPInputStream(
            Files.newInputStream(Path.of("src/test/resources/packages", resource + ".gz")))) {
      Files.copy(in, file);
    }
    return this;
  }

  /** All that the readers know, a package or two of each. */
  PackagesRoot all() throws IOException {
    return portage()
        .dpkg()
        .opkg()
        .apk()
        .pacman()
        .plain()
        .rpm("var/lib/rpm/rpmdb.sqlite", "rpmdb.sqlite");
  }

  /** As Portage 3 has written it, shortened. */
  PackagesRoot portage() throws IOException {
    String db = "var/db/pkg/sys-apps/hello-1.0_rc2-r1/";
    file("odd dir/a -> b", "x\n");
    file("usr/bin/hello-0", "hello\n").link("usr/bin/hi-0", "hello-0");
    return file(
            db + "CONTENTS",
            """
            dir /odd dir
            obj /odd dir/a -> b 401b30e3b8b5d629635a5c613cdb7919 1795998883
            dir /usr
            dir /usr/bin
            obj /usr/bin/hello-0 764efa883dda1e11db47671c4a3bbd9e 1795998883
            sym /usr/bin/hi-0 -> hello-0 1795998883
            """)
        .file(db + "USE", "amd64 elibc_glibc ssl\n")
        .file(db + "IUSE", "+ssl static\n")
        .file(db + "LICENSE", "|| ( GPL-2+ MIT ) ssl? ( openssl ) static? ( BSD )\n")
        .file(db + "SLOT", "0/3\n")
        .file(db + "repository", "gentoo\n")
        .file(db + "CHOST", "x86_64-pc-linux-gnu\n")
        .file(db + "environment.bz2", "not read");
  }

  PackagesRoot dpkg() throws IOException {
    link("bin", "usr/bin");
    file("usr/bin/dash", "dash");
    file(
        "usr/share/doc/dash/copyright",
        """
        Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

        Files: *
        License: BSD-3-clause

        Files: debian/*
        License: Expat, or GPL-2+

        License: GPL-2+
         its text
        """);
    link("usr/share/doc/dash-doc", "dash");
    return file(
            "var/lib/dpkg/status",
            """
            Package: dash
            Status: install ok installed
            Architecture: amd64
            Multi-Arch: same
            Version: 0.5.12-2
            Description: a shell
             of few words
             .
             in lines

            Package: dash-doc
            Status: install ok installed
            Architecture: all
            Source: dash (0.5)
            Version: 0.5.12-2

            Package: gone
            Status: deinstall ok config-files
            Architecture: amd64
            Version: 1
            """)
        .file(
            "var/lib/dpkg/info/dash:amd64.list",
            "/.\n/bin\n/bin/dash\n/usr/share/doc/dash\n/usr/share/doc/dash/copyright\n/etc/gone\n")
        .file("var/lib/dpkg/info/dash-doc.list", "/.\n/usr/share/doc/dash-doc\n");
  }

  PackagesRoot opkg() throws IOException {
    return file("usr/sbin/dnsmasq", "dns")
        .file(
            "usr/lib/opkg/status",
            "Package: dnsmasq\nVersion: 2.90-r3\nStatus: install user installed\n"
                + "Architecture: mips_24kc\n\n")
        .file("usr/lib/opkg/info/dnsmasq.list", "/usr/sbin/dnsmasq\n");
  }

  PackagesRoot apk() throws IOException {
    return file("sbin/apk", "apk!")
        .file(
            "lib/apk/db/installed",
            """
            C:Q1abc=
            P:apk-tools
            V:2.14.4-r0
            A:x86_64
            S:1
            I:2
            L:GPL-2.0-only
            o:apk-tools
            F:sbin
            R:apk
            a:0:0:755
            F:var/empty

            """);
  }

  PackagesRoot pacman() throws IOException {
    String db = "var/lib/pacman/local/hello-2:1.0-3/";
    return file("usr/bin/hello", "hi\n")
        .file("var/lib/pacman/local/ALPM_DB_VERSION", "9\n")
        .file(
            db + "desc",
            "%NAME%\nhello\n\n%VERSION%\n2:1.0-3\n\n%BASE%\nhello-base\n\n%ARCH%\nx86_64\n\n"
                + "%LICENSE%\nGPL-3.0-or-later\nMIT\n\n")
        .file(db + "files", "%FILES%\nusr/\nusr/bin/\nusr/bin/hello\n\n");
  }

  PackagesRoot plain() throws IOException {
    return file("usr/lib/libz.a", "lib")
        .file(
            "var/lib/pkg/zlib",
            "#version: 1.2.13\n#license: Zlib\n#flags: static\nusr\nusr/lib\nusr/lib/libz.a\n")
        .file("var/lib/pkg/layout", "usr\n");
  }

  /** Archives the root; what was seen while it was is what is read of it then. */
  Path archive(String name) throws IOException {
    Path archive = root.resolveSibling(name);
    PackageScan scan = new PackageScan();
    ArchiveRequest request =
        new ArchiveRequest(
            root,
            archive,
            Compression.ZSTD,
            ArchiveRequest.DEFAULT_LEVEL,
            List.of(),
            1_700_000_000,
            command -> command,
            Progress.NONE,
            OutputStream.nullOutputStream(),
            List.of(scan));
    try (ArchiveSet set = ArchiveSet.stage(request, DigestAlgorithm.DEFAULT)) {
      set.commit();
    }
    PackageList seen = scan.packages();
    PackageList read = read(archive);
    assertEquals(seen.packages(), read.packages());
    assertEquals(seen.damages(), read.damages());
    assertEquals(seen.unowned(), read.unowned());
    return archive;
  }

  PackageList packages(String name) throws IOException {
    return read(archive(name));
  }

  static PackageList read(Path archive) throws IOException {
    try (ArchiveFile file = ArchiveFile.open(archive)) {
      return PackageList.read(file);
    }
  }
}
