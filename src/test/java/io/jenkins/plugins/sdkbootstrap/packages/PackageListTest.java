package io.jenkins.plugins.sdkbootstrap.packages;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PackageListTest {

  /** Bytes of the copyright file. */
  private static final int COPYRIGHT = 177;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PackagesRoot root() throws IOException {
    return new PackagesRoot(folder.newFolder().toPath().resolve("root"));
  }

  private static String line(SdkPackage p) {
    return String.join(
        " ",
        p.format().id(),
        p.name(),
        p.version(),
        p.arch(),
        p.origin(),
        p.flags().toString(),
        p.licenses().toString(),
        p.purl(),
        p.size() + "/" + p.files() + "/" + p.missing());
  }

  @Test
  public void packagesOfEveryDatabaseAreRead() throws Exception {
    PackageList list = root().all().packages("all.tar.zst");
    assertEquals(
        String.join(
            "\n",
            "apk apk-tools 2.14.4-r0 x86_64 apk-tools [] [GPL-2.0-only]"
                + " pkg:apk/alpine/apk-tools@2.14.4-r0?arch=x86_64 4/1/0",
            "dpkg dash 0.5.12-2 amd64 dash [] [BSD-3-Clause, MIT OR GPL-2.0-or-later]"
                + " pkg:deb/debian/dash@0.5.12-2?arch=amd64 "
                + (4 + COPYRIGHT)
                + "/3/1",
            "dpkg dash-doc 0.5.12-2 all dash [] [BSD-3-Clause, MIT OR GPL-2.0-or-later]"
                + " pkg:deb/debian/dash-doc@0.5.12-2?arch=all 0/1/0",
            "opkg dnsmasq 2.90-r3 mips_24kc  [] []"
                + " pkg:opkg/openwrt/dnsmasq@2.90-r3?arch=mips_24kc 3/1/0",
            "pacman hello 2:1.0-3 x86_64 hello-base [] [GPL-3.0-or-later, MIT]"
                + " pkg:alpm/arch/hello@2%3A1.0-3?arch=x86_64 3/1/0",
            "rpm hello 2:1.0-3 x86_64 hello [] [GPL-2.0-or-later AND (MIT OR ISC)]"
                + " pkg:rpm/hello@1.0-3?arch=x86_64&epoch=2 3/1/3",
            "rpm hello-libs 2:1.0-3 noarch hello [] [GPL-2.0-or-later]"
                + " pkg:rpm/hello-libs@1.0-3?arch=noarch&epoch=2 0/0/0",
            "plain layout    [] [] pkg:generic/layout 0/0/0",
            "Portage sys-apps/hello 1.0_rc2-r1 x86_64 gentoo [ssl]"
                + " [(GPL-2.0-or-later OR MIT) AND OpenSSL]"
                + " pkg:ebuild/sys-apps/hello@1.0_rc2-r1?arch=x86_64 8/3/0",
            "plain zlib 1.2.13   [static] [Zlib] pkg:generic/zlib@1.2.13 3/1/0"),
        list.packages().stream().map(PackageListTest::line).collect(Collectors.joining("\n")));
    assertEquals(List.of(), list.damages());
  }

  @Test
  public void aFileIsItsPackagesAlsoWhereItsDirectoryIsALink() throws Exception {
    PackageList list = root().dpkg().file("etc/mine", "12345").packages("a.tar.zst");
    assertEquals("dash", list.owner(RootPath.of("usr/bin/dash")).orElseThrow().name());
    assertFalse(list.owner(RootPath.of("etc/mine")).isPresent());
    assertEquals(
        List.of(
            RootPath.of("bin"),
            RootPath.of("usr/bin/dash"),
            RootPath.of("usr/share/doc/dash/copyright")),
        list.files(list.packages().get(0)));
    // What is mine; the database is not counted.
    assertEquals(new PackageList.Unowned(1, 5), list.unowned());
  }

  @Test
  public void theDistributionIsInThePackageUrl() throws Exception {
    PackageList list =
        root()
            .dpkg()
            .file("usr/lib/os-release", "ID=\"ubuntu\"\nVERSION_ID=24.04\n")
            .packages("a.tar.zst");
    assertEquals(
        "pkg:deb/ubuntu/dash@0.5.12-2?arch=amd64&distro=ubuntu-24.04",
        list.packages().get(0).purl());
  }

  @Test
  public void imagesWithoutDpkgHaveAFileForEachPackage() throws Exception {
    PackageList list =
        root()
            .file("usr/lib/libc.so.6", "libc")
            .file("var/lib/dpkg/status.d/libc6", "Package: libc6\nVersion: 2.36\n")
            .file("var/lib/dpkg/status.d/libc6.md5sums", "0123  usr/lib/libc.so.6\n")
            .packages("a.tar.zst");
    assertEquals("libc6", list.packages().get(0).name());
    assertEquals(4, list.size());
    assertEquals(List.of(), list.damages());
  }

  @Test
  public void opkgHasItsDatabaseInEitherPlace() throws Exception {
    PackageList list =
        root()
            .file("usr/bin/tool", "tool")
            .file(
                "var/lib/opkg/status",
                "Package: tool\nVersion: 1-r0\nStatus: install ok installed\n\n")
            .file("var/lib/opkg/info/tool.list", "/usr/bin/tool\t100755\n")
            .packages("a.tar.zst");
    assertEquals("pkg:opkg/openwrt/tool@1-r0", list.packages().get(0).purl());
    assertEquals(4, list.size());
    assertEquals(0, list.unowned().files());
  }

  @Test
  public void whatRpmHasInItsWriteAheadLogCounts() throws Exception {
    String path = "usr/lib/sysimage/rpm/rpmdb.sqlite";
    PackageList before = root().rpm(path, "rpmdb.sqlite").packages("a.tar.zst");
    PackagesRoot both = root().rpm(path, "rpmdb.sqlite").rpm(path + "-wal", "rpmdb.sqlite-wal");
    PackageList after = both.packages("a.tar.zst");
    assertEquals(List.of("2:1.0-3", "2:1.0-3"), versions(before));
    assertEquals(List.of("2:1.2-3", "2:1.0-3"), versions(after));
    // A writer that was cut off has committed nothing.
    Path log = both.root.resolve(path + "-wal");
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(bytes, 4096 + 100));
    assertEquals(List.of("2:1.0-3", "2:1.0-3"), versions(both.packages("b.tar.zst")));
  }

  @Test
  public void rpmsDatabaseIsReadWhereDebianHasIt() throws Exception {
    PackageList list = root().rpm("root/.rpmdb/rpmdb.sqlite", "rpmdb.sqlite").packages("a.tar.zst");
    assertEquals(2, versions(list).size());
  }

  private static List<String> versions(PackageList list) {
    assertEquals(List.of(), list.damages());
    return list.packages().stream().map(SdkPackage::version).toList();
  }

  @Test
  public void whatIsDamagedIsNamedAndTheRestIsRead() throws Exception {
    PackageList list =
        root()
            .all()
            .file("var/lib/dpkg/status", "Package: a\nVersion: 1\n\nnonsense\n\nPackage: b\n")
            .file("var/db/pkg/sys-apps/half-1/SLOT", "0")
            .file("var/db/pkg/sys-apps/-MERGING-other-1/CONTENTS", "")
            .file("var/lib/pacman/local/x-1/desc", "")
            .file("lib/apk/db/installed", "V:1\n\nP:c\nV:2\n?\n")
            .file("var/lib/pkg/binary", "\0")
            .file("usr/lib/sysimage/rpm/rpmdb.sqlite", "SQLite format 3\0")
            .file("usr/share/rpm/Packages", "bdb")
            .packages("a.tar.zst");
    assertEquals(
        List.of(
            "var/db/pkg/sys-apps/-MERGING-other-1: the package was not installed to its end",
            "var/db/pkg/sys-apps/half-1: has no CONTENTS, so its files are not known",
            "var/lib/dpkg/info/a.list: is missing, so the files of a are not known",
            "var/lib/dpkg/status: line 4: this does not describe a package",
            "var/lib/dpkg/status: line 6: b has no version",
            "var/lib/dpkg/info/b.list: is missing, so the files of b are not known",
            "lib/apk/db/installed: line 1: a package without a name",
            "lib/apk/db/installed: line 5: ? is no field",
            "var/lib/pacman/local/x-1/desc: names no package",
            "usr/lib/sysimage/rpm/rpmdb.sqlite: is not an SQLite database",
            "usr/share/rpm/Packages: is of an older format that is not supported; 'rpmdb --rebuilddb' makes"
                + " one in SQLite",
            "var/lib/pkg/binary: is not a list of files"),
        list.damages());
    assertEquals(
        List.of("a", "b", "c", "dnsmasq", "hello", "hello", "hello-libs", "layout"),
        list.packages().stream().map(SdkPackage::name).limit(8).toList());
  }

  /** No database, however it is damaged, stops the reading of a root. */
  @Test
  public void anyDamageIsSurvived() throws Exception {
    ArchiveIndex index;
    DatabaseFiles intact = new DatabaseFiles();
    List<Entry> wanted;
    try (ArchiveFile file = ArchiveFile.open(root().all().archive("a.tar.zst"))) {
      index = file.index();
      wanted = DatabaseFiles.wanted(index);
      file.read(wanted, intact);
    }
    Random random = new Random(18);
    int damages = 0;
    for (int i = 0; i < 3000; i++) {
      DatabaseFiles files = new DatabaseFiles();
      Entry hit = wanted.get(random.nextInt(wanted.size()));
      for (Entry entry : wanted) {
        byte[] content = intact.get(DatabaseFiles.text(entry.path()));
        if (entry == hit) {
          content = damaged(content.clone(), random);
        }
        files.begin(entry);
        files.content(content, 0, content.length);
        files.end(entry);
      }
      damages += PackageList.of(index, files).damages().size();
    }
    assertTrue("only " + damages, damages > 500);
  }

  private static byte[] damaged(byte[] content, Random random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(content, random.nextInt(content.length + 1));
    }
    for (int n = 1 + random.nextInt(8); n > 0 && content.length > 0; n--) {
      content[random.nextInt(content.length)] = (byte) random.nextInt(256);
    }
    return content;
  }

  @Test
  public void onlyTheFramesOfTheDatabasesAreRead() throws Exception {
    PackagesRoot root = root().plain();
    Random random = new Random(1);
    for (int i = 0; i < 4; i++) {
      byte[] much = new byte[8 << 20];
      random.nextBytes(much);
      Files.write(root.root.resolve("usr/big" + i), much);
    }
    Path archive = root.archive("a.tar.zst");
    AtomicLong bytes = new AtomicLong();
    ArchiveIndex index = ArchiveIndex.load(archive.resolveSibling("a.mtree.zst"));
    try (ArchiveFile file = ArchiveFile.open("a", counted(archive, bytes), index)) {
      assertEquals(2, PackageList.read(file).packages().size());
    }
    assertTrue(bytes + " bytes of " + Files.size(archive), bytes.get() < 9 << 20);
  }

  private static ByteSource counted(Path file, AtomicLong bytes) throws IOException {
    ByteSource source = ByteSource.of(file);
    return new ByteSource() {
      @Override
      public long size() throws IOException {
        return source.size();
      }

      @Override
      public int read(long position, ByteBuffer into) throws IOException {
        int n = source.read(position, into);
        bytes.addAndGet(n);
        return n;
      }

      @Override
      public void close() throws IOException {
        source.close();
      }
    };
  }

  @Test
  public void aLinkInThePlaceOfADatabaseIsNotFollowed() throws Exception {
    PackageList list = root().link("var/lib/dpkg/status", "/etc/passwd").packages("a.tar.zst");
    assertEquals(List.of(), list.packages());
    assertEquals(
        EntryType.SYMLINK, list.index().stat(RootPath.of("var/lib/dpkg/status")).get().type());
  }
}
