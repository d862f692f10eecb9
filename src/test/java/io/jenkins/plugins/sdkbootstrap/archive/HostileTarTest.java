package io.jenkins.plugins.sdkbootstrap.archive;

import static io.jenkins.plugins.sdkbootstrap.archive.TarBuilder.refused;

import io.jenkins.plugins.sdkbootstrap.tar.TarBlock;
import org.junit.Test;

/** Names and links that could leave the root, one test each; all are refused with one line. */
public class HostileTarTest {

  private final TarBuilder tar = new TarBuilder();

  @Test
  public void refusesAnAbsoluteName() {
    tar.file("ok", "").file("/etc/passwd", "x");
    refused(tar, "/etc/passwd (at byte 512 of the tar stream): its name is absolute");
  }

  @Test
  public void refusesAnAbsoluteNameFromAPaxHeader() {
    tar.pax("path", "/etc/passwd").file("harmless", "x");
    refused(tar, "/etc/passwd (at byte 0 of the tar stream): its name is absolute");
  }

  @Test
  public void refusesAnAbsoluteNameOfGnuTar() {
    tar.entry('L', "././@LongLink", "", "/etc/passwd\0").file("harmless", "x");
    refused(tar, "/etc/passwd (at byte 0 of the tar stream): its name is absolute");
  }

  @Test
  public void refusesAnAbsoluteNameOfASparseFile() {
    tar.pax(
            "GNU.sparse.major",
            "1",
            "GNU.sparse.minor",
            "0",
            "GNU.sparse.name",
            "/x",
            "GNU.sparse.realsize",
            "0")
        .file("harmless", "0\n");
    refused(tar, "/x (at byte 0 of the tar stream): its name is absolute");
  }

  @Test
  public void refusesDotDotInAName() {
    tar.file("a/../../b", "x");
    refused(tar, "a/../../b (at byte 0 of the tar stream): its name leads out of the root by '..'");
  }

  @Test
  public void refusesDotDotAtTheEndOfAName() {
    tar.folder("a/..");
    refused(tar, "a/.. (at byte 0 of the tar stream): its name leads out of the root by '..'");
  }

  @Test
  public void refusesDotDotInThePrefix() {
    tar.entry('0', "b", "", new byte[0], h -> h.text(TarBlock.PREFIX, "a/.."));
    refused(tar, "a/../b (at byte 0 of the tar stream): its name leads out of the root by '..'");
  }

  @Test
  public void refusesAnEmptyName() {
    tar.file("", "x");
    refused(tar, " (at byte 0 of the tar stream): its name is empty");
  }

  @Test
  public void refusesANulInAName() {
    tar.pax("path", "a\0b").file("x", "");
    refused(tar, "a\\000b (at byte 0 of the tar stream): its name holds a NUL byte");
  }

  @Test
  public void refusesANameComponentOver255Bytes() {
    String name = "n".repeat(256);
    tar.pax("path", name).file("x", "");
    refused(
        tar,
        name
            + " (at byte 0 of the tar stream): its name has a component of 256 bytes;"
            + " Linux allows 255");
  }

  @Test
  public void refusesAPathThatGnuTarCannotExtract() {
    String name = "d/".repeat(2048) + "e";
    tar.pax("path", name).file("x", "");
    refused(
        tar,
        name
            + " (at byte 0 of the tar stream): its path has 4097 bytes, more than 4093:"
            + " GNU tar cannot extract it");
  }

  @Test
  public void refusesAnEntryBelowASymlink() {
    tar.symlink("lib", "/etc").file("lib/passwd", "x");
    refused(
        tar,
        "lib/passwd (at byte 512 of the tar stream): it lies below lib,"
            + " which is a symbolic link in the same archive");
  }

  @Test
  public void refusesAnEntryFarBelowASymlink() {
    tar.folder("a").symlink("a/b", "..").file("./a//b/c/d", "x");
    refused(
        tar,
        "./a//b/c/d (at byte 1024 of the tar stream): it lies below a/b,"
            + " which is a symbolic link in the same archive");
  }

  @Test
  public void refusesAnEntryBelowAHardLinkToASymlink() {
    tar.symlink("s", "/etc").hardLink("h", "s").file("h/passwd", "x");
    refused(
        tar,
        "h/passwd (at byte 1024 of the tar stream): it lies below h,"
            + " which is a symbolic link in the same archive");
  }

  @Test
  public void refusesAnEntryBelowAFile() {
    tar.file("a", "x").file("a/b", "x");
    refused(
        tar,
        "a/b (at byte 1024 of the tar stream): it lies below a,"
            + " which is a file in the same archive");
  }

  @Test
  public void refusesAHardLinkOutOfTheRoot() {
    tar.hardLink("a", "../../etc/shadow");
    refused(
        tar,
        "a (at byte 0 of the tar stream): the name it is a hard link to leads out of the root by"
            + " '..': ../../etc/shadow");
  }

  @Test
  public void refusesAnAbsoluteHardLink() {
    tar.hardLink("a", "/etc/shadow");
    refused(
        tar,
        "a (at byte 0 of the tar stream): the name it is a hard link to is absolute: /etc/shadow");
  }

  @Test
  public void refusesAHardLinkThroughASymlink() {
    tar.symlink("s", "/etc").hardLink("a", "s/shadow");
    refused(
        tar,
        "a (at byte 512 of the tar stream): it is a hard link through s,"
            + " which is a symbolic link in the same archive");
  }

  @Test
  public void refusesAFolderKnownByItsNamesThatBecomesASymlink() {
    tar.file("d/f", "x").symlink("d", "/etc");
    refused(
        tar,
        "d (at byte 1024 of the tar stream): it changes its type:"
            + " a dir, by the names below it before, now a link");
  }

  @Test
  public void refusesAHardLinkToWhatComesLater() {
    tar.hardLink("a", "b").file("b", "x");
    refused(
        tar,
        "a (at byte 0 of the tar stream): it is a hard link to b, which does not come before it");
  }

  @Test
  public void refusesAHardLinkToADirectory() {
    tar.folder("d").hardLink("a", "d");
    refused(tar, "a (at byte 512 of the tar stream): it is a hard link to d, a directory");
  }

  @Test
  public void refusesAHardLinkWithContentOfItsOwn() {
    tar.file("f", "x").pax("size", "3").entry('1', "a", "f", "abc");
    refused(
        tar,
        "a (at byte 1024 of the tar stream): a hard link with content of its own;"
            + " tar programs read it differently");
  }

  @Test
  public void refusesADuplicateThatChangesItsType() {
    tar.file("a", "x").symlink("a", "/etc");
    refused(
        tar, "a (at byte 1024 of the tar stream): it changes its type: a file before, now a link");
  }

  @Test
  public void refusesADirectoryThatBecomesASymlink() {
    tar.folder("a").symlink("./a", "/etc");
    refused(
        tar, "./a (at byte 512 of the tar stream): it changes its type: a dir before, now a link");
  }

  @Test
  public void refusesARootThatIsNoDirectory() {
    tar.symlink("./", "/etc");
    refused(tar, "./ (at byte 0 of the tar stream): the root itself must be a directory");
  }

  @Test
  public void escapesNamesInMessages() {
    tar.file("/a\nb\377", "");
    refused(tar, "/a\\012b\\377 (at byte 0 of the tar stream): its name is absolute");
  }
}
