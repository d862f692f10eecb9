package io.jenkins.plugins.sdkbootstrap.archive;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.compress.ArchiveInput;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.tar.TarEntryStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RoundTripTest {

  @Rule public TemporaryFolder folder = new TemporaryFolder();

  private Path base;
  private Path root;
  private Path archive;
  private Path copy;
  private final Request request = new Request();

  @Before
  public void makeTree() throws Exception {
    base = folder.getRoot().toPath();
    root = base.resolve("tree");
    archive = base.resolve("tree.tar.zst");
    copy = base.resolve("copy");
    Trees.plain(root);
    if (isRoot()) {
      Trees.privileged(root);
    }
    if (Trees.canHoldAttributes(base)) {
      Trees.attributes(root);
    }
  }

  private static boolean isRoot() throws Exception {
    return Shell.succeeds("[ \"$(id -u)\" = 0 ]");
  }

  @Test
  public void unpacksWhatItPacked() throws Exception {
    request.pack(root, archive);
    request.unpack(archive, copy);
    Trees.assertSame(root, copy);
    assertEquals(List.of(), request.notes);
    assertEquals(
        List.of("started archive", "finished", "started unpack", "finished"), request.actions);
  }

  @Test
  public void leavesNothingBesideWhatItMade() throws Exception {
    request.pack(root, archive);
    request.unpack(archive, copy);
    assertEquals("copy\ntree\ntree.tar.zst\n", Shell.text(base, "ls -A"));
  }

  @Test
  public void satisfiesTarCompare() throws Exception {
    request.pack(root, archive);
    assertEquals(
        "",
        Shell.text(
            base, "zstd -dc tree.tar.zst | tar --compare --xattrs --acls --file=- -C tree 2>&1"));
  }

  @Test
  public void isExtractedByTarAlone() throws Exception {
    request.pack(root, archive);
    Shell.run(
        base,
        "mkdir copy; zstd -dc tree.tar.zst |"
            + " tar --extract -p --xattrs --xattrs-include='*' --acls --numeric-owner -C copy");
    Trees.assertSame(root, copy);
  }

  @Test
  public void makesTheSameBytesTwice() throws Exception {
    request.pack(root, archive);
    Path second = base.resolve("second.tar.zst");
    request.pack(root, second);
    assertEquals(-1, Files.mismatch(archive, second));
  }

  @Test
  public void makesTheSameBytesOfAnUnpackedTree() throws Exception {
    request.pack(root, archive);
    request.unpack(archive, copy);
    Path second = base.resolve("second.tar.zst");
    request.pack(copy, second);
    assertEquals(-1, Files.mismatch(archive, second));
  }

  @Test
  public void roundTripsEachCompression() throws Exception {
    for (Compression compression : Compression.values()) {
      request.compression = compression;
      Path file = base.resolve("tree" + compression.suffix());
      Path again = base.resolve("again" + compression.suffix());
      WrittenArchive written = request.pack(root, file);
      request.pack(root, again);
      assertEquals(compression + " twice", -1, Files.mismatch(file, again));
      Path to = base.resolve("copy-" + compression);
      request.expected = written.sha256();
      assertEquals(written.sha256(), request.unpack(file, to).sha256());
      Trees.assertSame(root, to);
    }
  }

  @Test
  public void tellsDigestsAndSizesOfTheFile() throws Exception {
    WrittenArchive written = request.pack(root, archive);
    assertEquals(
        written.sha256().hex() + "  tree.tar.zst\n" + written.sha512().hex() + "  tree.tar.zst\n",
        Shell.text(base, "sha256sum tree.tar.zst; sha512sum tree.tar.zst"));
    assertEquals(Files.size(archive), written.size());
    assertEquals(written.tarSize() + "\n", Shell.text(base, "zstd -dc tree.tar.zst | wc -c"));
    assertEquals(
        written.entries() + "\n", Shell.text(base, "find tree -printf x | wc -c | tr -d ' '"));
    assertEquals("tar streams fill records", 0, written.tarSize() % 10240);
  }

  @Test
  public void showsVisitorsEachEntryWithItsDigestAndOffset() throws Exception {
    List<Entry> entries = new ArrayList<>();
    request.visitors =
        List.of(
            new EntryVisitor() {
              @Override
              public void end(Entry complete) {
                entries.add(complete);
              }
            });
    WrittenArchive written = request.pack(root, archive);
    assertEquals(written.entries(), entries.size());
    try (ByteSource source = ByteSource.of(archive)) {
      for (Entry entry : entries) {
        try (var stream =
            TarEntryStream.open(ArchiveInput.openAt(source, entry.offset()), entry.offset())) {
          assertEquals(entry.path(), stream.entry().path());
          assertEquals(entry.size(), stream.entry().size());
          assertEquals(entry.mtimeNanos(), stream.entry().mtimeNanos());
          if (entry.type() == EntryType.FILE) {
            var digest = Digest.newSha256();
            byte[] content = stream.readAllBytes();
            assertEquals(entry.size(), content.length);
            assertEquals(entry.sha256(), Digest.sha256(digest.digest(content)));
          }
        }
      }
    }
    Entry sparse = named(entries, "sparse");
    assertEquals(
        sparse.sha256().hex() + "\n", Shell.text(root, "sha256sum <sparse | cut -d' ' -f1"));
  }

  private static Entry named(List<Entry> entries, String path) {
    return entries.stream().filter(e -> e.path().equals(RootPath.of(path))).findFirst().get();
  }

  @Test
  public void clampsTimesToTheBuildDate() throws Exception {
    request.epoch = 1_000_000_000L;
    request.pack(root, archive);
    request.unpack(archive, copy);
    assertEquals(
        "1000000000\n1960\n", Shell.text(copy, "stat -c %Y nothing; date -r usr/lib/numbers +%Y"));
  }

  @Test
  public void keepsHoles() throws Exception {
    Shell.run(root, "truncate -s 10G huge; printf x | dd of=huge bs=1 seek=5G conv=notrunc");
    List<Entry> entries = new ArrayList<>();
    request.visitors =
        List.of(
            new EntryVisitor() {
              @Override
              public void begin(Entry header) {
                entries.add(header);
              }
            });
    WrittenArchive written = request.pack(root, archive);
    assertTrue("holes are not stored", written.tarSize() < 100_000_000);
    assertEquals(10L << 30, named(entries, "huge").size());
    request.unpack(archive, copy);
    assertEquals("10737418240\n", Shell.text(copy, "stat -c %s huge"));
    int blocks =
        Integer.parseInt(
            Shell.text(copy, "stat -c %b huge sparse allhole | awk '{ n += $1 } END { print n }'")
                .strip());
    assertTrue("still holes: " + blocks, blocks < 1000);
  }

  @Test
  public void holdsPathsOf3700Bytes() throws Exception {
    Shell.run(
        root,
        "name=$(printf '%0184d' 7); i=0; while [ $i -lt 20 ]; do mkdir $name; cd $name;"
            + " i=$((i+1)); done; echo deep >file; ln file second; ln -s file link");
    request.pack(root, archive);
    request.unpack(archive, copy);
    String depth = "find . -path '*/file' -printf '%P\\n' | awk '{ print length }'";
    assertEquals(Shell.text(root, depth), Shell.text(copy, depth));
    Trees.assertSame(root, copy);
  }

  @Test
  public void leavesOutDevicesWhereTheyCannotBeMade() throws Exception {
    Assume.assumeTrue("making device nodes needs root", isRoot());
    request.pack(root, archive);
    request.devices = false;
    Unpacked unpacked = request.unpack(archive, copy);
    assertEquals(3, unpacked.skippedDevices());
    assertEquals("", Shell.text(copy, "ls dev"));
    Shell.run(root, "rm dev/*; touch -r dev dev; touch -d @0 dev; touch -d @0 ../copy/dev");
    Trees.assertSame(root, copy);
    assertEquals(List.of("skipped: 3 device nodes"), request.notes);
  }

  @Test
  public void spellsAccessControlListsWithNumbers() throws Exception {
    Assume.assumeTrue("needs setfacl and a file system with ACLs", Trees.canHoldAttributes(base));
    request.compression = Compression.NONE;
    Path plain = base.resolve("tree.tar");
    request.pack(root, plain);
    String text = Files.readString(plain, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains("SCHILY.acl.access=user::rw-\nuser:0:r--\nuser:1:rw-\nuser:1234:rwx"));
    assertTrue(text.contains("SCHILY.acl.default=user::rwx\nuser:1:r-x"));
    int alpha = text.indexOf("SCHILY.xattr.user.alpha");
    int zeta = text.indexOf("SCHILY.xattr.user.zeta");
    assertTrue("attributes in the order of their names", alpha > 0 && alpha < zeta);
  }

  @Test
  public void namesNoProcessInTheStream() throws Exception {
    request.compression = Compression.NONE;
    Path plain = base.resolve("tree.tar");
    request.pack(root, plain);
    String text = Files.readString(plain, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains("GNUSparseFile.0/"));
    assertTrue(!text.matches("(?s).*GNUSparseFile\\.[1-9].*"));
    assertTrue(!text.matches("(?s).*PaxHeaders\\..*"));
  }

  @Test
  public void replacesAnEmptyFolder() throws Exception {
    request.pack(root, archive);
    Files.createDirectory(copy);
    request.unpack(archive, copy);
    Trees.assertSame(root, copy);
  }
}
