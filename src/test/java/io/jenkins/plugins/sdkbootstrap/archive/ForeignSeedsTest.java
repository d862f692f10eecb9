package io.jenkins.plugins.sdkbootstrap.archive;

import static org.hamcrest.CoreMatchers.endsWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.process.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Seeds as other tools leave them: taken, with a note of what was left out, or named. */
public class ForeignSeedsTest {

  @Rule public TemporaryFolder folder = new TemporaryFolder();

  private Path base;
  private Path tree;
  private final Request request = new Request();

  @Before
  public void makeTree() throws Exception {
    base = folder.getRoot().toPath();
    tree = Files.createDirectories(base.resolve("tree/bin")).getParent();
    Files.writeString(tree.resolve("bin/sh"), "x".repeat(100_000));
  }

  /** Makes {@code seed} by a shell, and unpacks it. */
  private void assertTaken(String make, String note) throws Exception {
    Shell.text(base, make);
    Path root = base.resolve("root");
    request.notes.clear();
    request.unpack(base.resolve("seed"), root);
    assertEquals(100_000, Files.size(root.resolve("bin/sh")));
    assertEquals(note.isEmpty() ? List.of() : List.of("skipped: " + note), request.notes);
    Shell.text(base, "rm -rf root");
  }

  private String refused() {
    return assertThrows(
            ArchiveException.class,
            () -> request.unpack(base.resolve("seed"), base.resolve("root")))
        .getMessage();
  }

  @Test
  public void takesAnIndexBehindTheTarStream() throws Exception {
    // pixz compresses its index behind the tar stream.
    assertTaken(
        "tar -C tree -cf t .; (cat t; printf 'index of files') | xz >seed",
        "14 bytes behind the end of the tar stream");
  }

  @Test
  public void takesZerosBehindGzip() throws Exception {
    assertTaken(
        "tar -C tree -czf seed .; head -c 5120 /dev/zero >>seed",
        "5120 bytes of padding behind the compressed archive");
    Shell.text(base, "tar -C tree -czf seed .; head -c 512 /dev/zero >>seed; echo x >>seed");
    assertThat(refused(), endsWith("there are zeros and then something else"));
  }

  @Test
  public void takesAVolumeLabel() throws Exception {
    assertTaken("tar -C tree --label=backup -cf seed .", "1 volume labels");
    assertTaken("tar -C tree --format=pax --label=backup -cf seed .", "");
  }

  @Test
  public void takesTheLongestWindow() throws Exception {
    assertTaken("tar -C tree -c . | zstd -q --long=31 >seed", "");
  }

  @Test
  public void takesAttributesOfOtherFileSystemsButRefusesToLoseThoseOfARoot() throws Exception {
    TarBuilder tar = new TarBuilder().folder("./").folder("./bin/");
    for (String name : List.of("btrfs.compression", "com.apple.quarantine", "system.nfs4_acl")) {
      tar.pax("SCHILY.xattr." + name, "x").file("./" + name, "");
    }
    Files.write(base.resolve("made"), tar.file("./bin/sh", "x".repeat(100_000)).end());
    assertTaken(
        "cp made seed",
        "1 attributes btrfs.compression, 1 attributes com.apple.quarantine, 1 attributes"
            + " system.nfs4_acl");
    Path root = base.resolve("root");
    String strict =
        assertThrows(
                ArchiveException.class,
                () ->
                    Unpacker.unpack(
                        new UnpackRequest(
                            base.resolve("seed"), root, null, Elevation.NONE, true, true, request)))
            .getMessage();
    assertTrue(strict, strict.contains("1 attributes system.nfs4_acl; without --strict"));
    assertFalse(Files.exists(root));
  }

  @Test
  public void leavesOutDevicesWhereTheKernelLetsNoneBeMade() throws Exception {
    Files.write(
        base.resolve("made"),
        new TarBuilder()
            .folder("./")
            .device("./null", 1, 3)
            .folder("./bin/")
            .file("./bin/sh", "x".repeat(100_000))
            .end());
    // Whoever this is, as root of a container without CAP_MKNOD.
    request.elevation =
        plain -> {
          List<String> command =
              new java.util.ArrayList<>(List.of("setpriv", "--bounding-set=-mknod", "--"));
          command.addAll(plain);
          return command;
        };
    assumeTrue("needs root", Tool.run(request.elevation.command(List.of("true"))).status() == 0);
    assertTaken("cp made seed", "1 device nodes");
  }

  @Test
  public void takesSquashfs() throws Exception {
    assumeTrue("needs squashfs-tools", Tool.installed("mksquashfs").isPresent());
    assertTaken("mksquashfs tree seed -quiet -no-progress -noappend >/dev/null", "");
  }

  @Test
  public void namesWhatIsNoSeed() throws Exception {
    List<String[]> foreign =
        List.of(
            new String[] {"\u0004\"M\u0018 and more", "lz4"},
            new String[] {"LZIP\u0001", "lzip"},
            new String[] {"PK\u0003\u0004", "a zip file"},
            new String[] {"070701", "a cpio archive"},
            new String[] {"!<arch>\ndebian-binary", "an ar archive, such as a Debian package"},
            new String[] {"\n  <!DOCTYPE html><title>404", "a web page"},
            new String[] {"{\"error\": \"not found\"}", "JSON text"},
            new String[] {"Not found\r\n", "plain text"},
            new String[] {"Gr\u00c3\u00b6\u00c3\u009fe\n", "plain text"},
            new String[] {"\u00ef\u00bb\u00bf<!-- \u00c3\u00b6 --><!DOCTYPE html>", "a web page"},
            new String[] {"<!-- moved -->\n<html><body>", "a web page"},
            new String[] {"\u00ff\u00fe<\0h\0t\0m\0l\0>\0", "a web page"},
            new String[] {"Salted__\u0001\u0002", "a file encrypted by openssl"},
            new String[] {"\u008c\r\u0004\t\u0003\u0002", "a file encrypted by PGP"},
            new String[] {"btrfs-stream\0", "a stream of btrfs send"},
            new String[] {"\0\0\0\0\0\0\0\0", "nothing but zeros"},
            new String[] {
              "version https://git-lfs.github.com/spec/v1\noid sha256:00\n",
              "a Git LFS pointer: run git lfs pull"
            });
    for (String[] each : foreign) {
      Files.write(base.resolve("seed"), each[0].getBytes(StandardCharsets.ISO_8859_1));
      assertEquals(
          base.resolve("seed")
              + " is neither a tarball of a root nor a squashfs image: this is "
              + each[1],
          refused());
      assertFalse(Files.exists(base.resolve("root")));
    }
  }

  @Test
  public void namesWhatIsCompressedInsteadOfATarStream() throws Exception {
    for (String[] each :
        List.of(
            new String[] {"printf 070701%0600d 0 | gzip", "a cpio archive"},
            new String[] {"tar -C tree -c . | gzip | xz", "gzip"},
            new String[] {"printf '<html>404</html>' | zstd -q", "a web page"},
            new String[] {"printf 070701; head -c 600 /dev/zero", "a cpio archive"})) {
      Shell.text(base, "{ " + each[0] + "; } >seed");
      assertThat(refused(), endsWith("this is " + each[1]));
    }
  }

  @Test
  public void saysOfEachCompressionThatItIsCutOff() throws Exception {
    Shell.text(base, "head -c 30000 /dev/urandom >tree/noise; tar -C tree -cf t .");
    for (String tool : List.of("gzip", "bzip2", "xz", "zstd -q")) {
      Shell.text(base, tool + " -c <t | head -c 20000 >seed");
      assertTrue(refused(), !refused().contains("null"));
      assertFalse(Files.exists(base.resolve("root")));
    }
    Shell.text(base, "gzip -c <t | head -c 20000 >seed");
    assertThat(refused(), endsWith("it is cut off"));
  }

  @Test
  public void countsWhatNoToolReads() throws Exception {
    TarBuilder tar = new TarBuilder().folder("./").folder("./bin/");
    tar.pax("SCHILY.acl.ace", "owner@:rw-----------:-------:allow").file("./a", "");
    tar.pax("SCHILY.fflags", "nodump").file("./b", "");
    tar.pax("RHT.security.selinux", "system_u:object_r:etc_t:s0").file("./c", "");
    tar.pax("SCHILY.acl.access", "user::rw-,user:no-such-user:r--,group::r--,mask::r--,other::r--");
    Files.write(
        base.resolve("made"), tar.file("./d", "").file("./bin/sh", "x".repeat(100_000)).end());
    assertTaken(
        "cp made seed",
        "1 access control lists with names that are unknown here, 1 attributes RHT.security.selinux,"
            + " 1 attributes SCHILY.acl.ace, 1 attributes SCHILY.fflags");
  }

  @Test
  public void failsWhereTarCannotReadAnAttribute() throws Exception {
    Path bin = Files.createDirectories(base.resolve("tools"));
    Files.writeString(
        bin.resolve("tar"),
        "#!/bin/sh\necho 'tar: ./f: Warning: Cannot llistxattrat: Permission denied' >&2\n"
            + "exec /bin/tar \"$@\"\n");
    Shell.text(base, "chmod +x tools/tar");
    request.elevation =
        plain -> {
          List<String> command =
              new java.util.ArrayList<>(List.of("env", "PATH=" + bin + ":/usr/bin:/bin"));
          command.addAll(plain);
          return command;
        };
    String said =
        assertThrows(ArchiveException.class, () -> request.pack(tree, base.resolve("a.tar.zst")))
            .getMessage();
    assertTrue(said, said.startsWith("tar cannot read all of the root: tar: ./f: Warning"));
    assertFalse(Files.exists(base.resolve("a.tar.zst")));
  }

  @Test
  public void keepsALinkThatIsTheRootsOwnResolvConf() throws Exception {
    request.clean = List.of("/etc/resolv.conf");
    Files.createDirectories(tree.resolve("etc"));
    Files.writeString(tree.resolve("etc/resolv.conf"), "bound");
    request.pack(tree, base.resolve("a.tar.zst"));
    assertFalse(Shell.text(base, "zstd -dcq a.tar.zst | tar -t").contains("resolv.conf"));
    Files.delete(tree.resolve("etc/resolv.conf"));
    Files.createSymbolicLink(tree.resolve("etc/resolv.conf"), Path.of("../run/stub"));
    request.pack(tree, base.resolve("b.tar.zst"));
    assertTrue(Shell.text(base, "zstd -dcq b.tar.zst | tar -t").contains("resolv.conf"));
  }
}
