package io.jenkins.plugins.sdkbootstrap.elf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.archive.ArchiveFile;
import io.jenkins.plugins.sdkbootstrap.archive.CountingSource;
import io.jenkins.plugins.sdkbootstrap.diff.ArchiveDiff;
import io.jenkins.plugins.sdkbootstrap.diff.Change;
import io.jenkins.plugins.sdkbootstrap.diff.DiffFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ElfChangeTest {

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Path root(String name) throws IOException {
    Path root = temporary.getRoot().toPath().resolve(name);
    Files.createDirectories(root.resolve("usr/bin"));
    Files.writeString(
        root.resolve("usr/bin/script"), "#!/bin/sh\n" + "echo " + name + "\n".repeat(60));
    return root;
  }

  private static void write(Path root, String name, ElfMaker elf) throws IOException {
    Files.write(root.resolve("usr/bin").resolve(name), elf.bytes());
  }

  private Path tar(Path root) throws Exception {
    Path tar = root.resolveSibling(root.getFileName() + ".tar");
    int exit =
        new ProcessBuilder("tar", "--sort=name", "-cf", tar.toString(), "-C", root.toString(), ".")
            .inheritIO()
            .start()
            .waitFor();
    assertEquals(0, exit);
    return tar;
  }

  private static List<ElfChange> changes(Path before, Path after) throws IOException {
    List<ElfChange> changes = new ArrayList<>();
    try (ArchiveFile a = ArchiveFile.open(before);
        ArchiveFile b = ArchiveFile.open(after)) {
      for (Change change :
          ArchiveDiff.between(a.index(), b.index(), false).changes(DiffFilter.ALL, 0, 100)) {
        if (ElfChange.isCandidate(change)) {
          changes.add(ElfChange.read(a, b, change));
        }
      }
    }
    return changes;
  }

  @Test
  public void namesWhatIsNeededAnewAndNoMore() throws Exception {
    Path before = root("before");
    Path after = root("after");
    write(
        before,
        "cc",
        ElfMaker.elf()
            .interpreter("/lib/ld.so.1")
            .needs("libc.so.6")
            .needs("libz.so.1")
            .rpath("/opt/lib"));
    write(
        after,
        "cc",
        ElfMaker.elf()
            .interpreter("/lib/ld.so.2")
            .needs("libc.so.6")
            .needs("libzstd.so.1")
            .runpath("/usr/lib"));
    write(before, "gone", ElfMaker.elf().needs("libold.so.1"));
    write(after, "new", ElfMaker.elf().needs("libnew.so.1"));
    List<ElfChange> changes = changes(tar(before), tar(after));
    assertEquals(
        List.of("usr/bin/cc", "usr/bin/gone", "usr/bin/new", "usr/bin/script"),
        changes.stream().map(c -> c.path().toString()).toList());
    ElfChange cc = changes.get(0);
    assertFalse(cc.isEmpty());
    assertEquals(List.of("libzstd.so.1"), cc.neededAdded());
    assertEquals(List.of("libz.so.1"), cc.neededRemoved());
    assertEquals(List.of("/usr/lib"), cc.rpathAdded());
    assertEquals(List.of("/opt/lib"), cc.rpathRemoved());
    assertEquals("/lib/ld.so.1", cc.interpreterBefore());
    assertEquals("/lib/ld.so.2", cc.interpreterAfter());
    assertEquals(List.of("libold.so.1"), changes.get(1).neededRemoved());
    assertEquals(List.of("libnew.so.1"), changes.get(2).neededAdded());
    assertTrue("a script needs no libraries", changes.get(3).isEmpty());
  }

  @Test
  public void readsLittleOfALargeProgram() throws Exception {
    Path before = root("before");
    Path after = root("after");
    byte[] small = ElfMaker.elf().needs("libc.so.6").bytes();
    byte[] large = Arrays.copyOf(small, 24 << 20);
    Files.write(after.resolve("usr/bin/large"), large);
    Path a = tar(before);
    Path b = tar(after);
    try (ArchiveFile old = ArchiveFile.open(a);
        CountingSource counted = new CountingSource(b);
        ArchiveFile young = counted.archive()) {
      Change change =
          ArchiveDiff.between(old.index(), young.index(), false)
              .changes(DiffFilter.ALL, 0, 1)
              .get(0);
      assertEquals("usr/bin/large", change.path().toString());
      assertEquals(List.of("libc.so.6"), ElfChange.read(old, young, change).neededAdded());
      assertTrue(counted.bytesRead() < 2 << 20);
    }
  }
}
