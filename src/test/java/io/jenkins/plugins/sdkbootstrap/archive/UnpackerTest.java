package io.jenkins.plugins.sdkbootstrap.archive;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ArrivingFile;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Daemon;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.MachineException;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What stands in the way of unpacking, and that no root is left of what failed. */
public class UnpackerTest {

  @Rule public TemporaryFolder folder = new TemporaryFolder();

  private Path base;
  private Path archive;
  private Path root;
  private final Request request = new Request();

  @Before
  public void makeArchive() throws Exception {
    base = folder.getRoot().toPath();
    archive = base.resolve("a.tar");
    root = base.resolve("root");
    Files.write(archive, new TarBuilder().folder("./").file("./f", "x".repeat(100_000)).end());
  }

  private String fails() {
    return assertThrows(ArchiveException.class, () -> request.unpack(archive, root)).getMessage();
  }

  private String left() throws Exception {
    return Shell.text(base, "ls -A");
  }

  @Test
  public void unpacksWhatHasTheExpectedDigest() throws Exception {
    for (String tool : List.of("sha256", "sha512")) {
      request.expected =
          Digest.parse(tool + ":" + Shell.text(base, tool + "sum <a.tar | cut -d' ' -f1").strip());
      Path to = base.resolve(tool);
      assertEquals(2, request.unpack(archive, to).entries());
      assertEquals(100_000, Files.size(to.resolve("f")));
    }
  }

  /** The second half comes only when something of the first was unpacked. */
  @Test(timeout = 60_000)
  public void unpacksWhileTheArchiveArrives() throws Exception {
    Path tree = Files.createDirectory(base.resolve("tree"));
    byte[] content = new byte[20_000_000];
    new Random(1).nextBytes(content);
    Files.write(tree.resolve("f"), content);
    Path seekable = request.pack(tree, base.resolve("s.tar.zst")).archive();
    long size = Files.size(seekable);
    CountDownLatch begun = new CountDownLatch(1);
    try (PipedOutputStream out = new PipedOutputStream();
        ArrivingFile arriving =
            new ArrivingFile(
                base.resolve("arriving"),
                new PipedInputStream(out),
                size,
                "s.tar.zst",
                Progress.NONE)) {
      Daemon.start(
          "sender",
          () -> {
            try (InputStream in = Files.newInputStream(seekable)) {
              out.write(in.readNBytes((int) size / 2));
              begun.await();
              in.transferTo(out);
              out.close();
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      request.onAdvance = begun::countDown;
      assertEquals(2, request.unpack(seekable, arriving, root).entries());
    }
    assertArrayEquals(content, Files.readAllBytes(root.resolve("f")));
  }

  @Test
  public void refusesAnotherDigestAndLeavesNoRoot() throws Exception {
    request.expected = Digest.parse("sha256:" + "0".repeat(64));
    String found = Shell.text(base, "sha256sum <a.tar | cut -d' ' -f1").strip();
    assertEquals(
        archive
            + " is not the archive that was expected: its digest is sha256:"
            + found
            + ", not sha256:"
            + "0".repeat(64),
        fails());
    assertEquals("a.tar\n", left());
  }

  @Test
  public void leavesNoRootOfAHostileArchive() throws Exception {
    Path target = Files.createDirectory(base.resolve("target"));
    Files.write(
        archive,
        new TarBuilder()
            .folder("./")
            .file("./f", "x")
            .symlink("./s", target.toString())
            .file("./s/planted", "x")
            .end());
    assertEquals(
        archive
            + ": ./s/planted (at byte 2048 of the tar stream): it lies below s,"
            + " which is a symbolic link in the same archive",
        fails());
    assertEquals("a.tar\ntarget\n", left());
    assertEquals("", Shell.text(target, "ls -A"));
  }

  @Test
  public void leavesNoRootOfACutOffArchive() throws Exception {
    Files.write(archive, new TarBuilder().folder("./").file("./f", "x").open());
    assertEquals(
        archive + ": the tar stream is cut off at byte 1536, before its end-of-archive", fails());
    assertEquals("a.tar\n", left());
  }

  @Test
  public void failsWithTarsMessage() throws Exception {
    // tar must not set an owner that does not exist in this user namespace or for this user; for
    // the real root, a folder that takes no files does it.
    request.elevation = plain -> plain.get(0).equals("tar") ? failing(plain) : plain;
    assertEquals("tar failed: tar: ./f: Cannot open: No space left on device", fails());
    assertEquals("a.tar\n", left());
  }

  @Test
  public void saysThatTarWasKilled() throws Exception {
    request.elevation =
        plain -> plain.get(0).equals("tar") ? List.of("sh", "-c", "kill -9 $$") : plain;
    assertEquals("tar was killed by signal 9", fails());
    assertEquals("a.tar\n", left());
  }

  @Test
  public void takesADiskThatIsFullForAFailureOfTheMachineInASampleToo() throws Exception {
    Elevation full = plain -> plain.get(0).equals("tar") ? failing(plain) : plain;
    try (ByteSource source = ByteSource.of(archive)) {
      EntryVisitor all = new EntryVisitor() {};
      assertThrows(MachineException.class, () -> Unpacker.sample(source, base, full, all));
      String refusal = "echo 'tar: ./f: Cannot mknod' >&2; exit 2";
      Elevation refused =
          plain -> plain.get(0).equals("tar") ? List.of("sh", "-c", refusal) : plain;
      assertEquals(
          Optional.of("tar failed: tar: ./f: Cannot mknod"),
          Unpacker.sample(source, base, refused, all).failure());
    }
    assertEquals("a.tar\n", left());
  }

  @Test
  public void leavesNothingOfASampleThatIsInterrupted() throws Exception {
    EntryVisitor interrupting =
        new EntryVisitor() {
          @Override
          public void begin(Entry header) throws IOException {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
          }
        };
    try (ByteSource source = ByteSource.of(archive)) {
      assertThrows(
          InterruptedIOException.class,
          () -> Unpacker.sample(source, base, Elevation.NONE, interrupting));
    }
    assertTrue(Thread.interrupted());
    assertEquals("a.tar\n", left());
  }

  private static List<String> failing(List<String> plain) {
    return List.of("sh", "-c", "echo 'tar: ./f: Cannot open: No space left on device' >&2; exit 2");
  }

  @Test
  public void takesAnAttributeThatCannotBeSetForAFailure() throws Exception {
    request.elevation =
        plain -> saying(plain, "tar: setxattrat: Cannot set 'user.a' extended attribute for f");
    assertTrue(fails().startsWith("tar failed: tar: setxattrat: Cannot set 'user.a'"));
    assertEquals("a.tar\n", left());
  }

  @Test
  public void countsAttributesThatOnlyTheRealRootCanSet() throws Exception {
    request.elevation =
        plain -> saying(plain, "tar: setxattrat: Cannot set 'trusted.a' extended attribute for f");
    request.unpack(archive, root);
    assertEquals(List.of("skipped: 1 attributes trusted.a"), request.notes);
  }

  private static List<String> saying(List<String> plain, String message) {
    if (!plain.get(0).equals("tar")) {
      return plain;
    }
    return List.of("sh", "-c", "echo \"" + message + "\" >&2; exec " + String.join(" ", plain));
  }

  @Test
  public void refusesARootThatIsThere() throws Exception {
    Files.createDirectories(root.resolve("x"));
    assertEquals(
        "cannot unpack to " + root + ": it is not empty; remove it or choose another", fails());
    assertEquals("x\n", Shell.text(root, "ls -A"));
  }

  @Test
  public void refusesARootThatIsNoDirectory() throws Exception {
    Files.createSymbolicLink(root, base);
    assertEquals("cannot unpack to " + root + ": it is there, and no directory", fails());
  }

  @Test
  public void refusesAFolderThatIsNotThere() {
    root = base.resolve("missing/root");
    assertEquals("cannot unpack to " + root + ": no directory " + base.resolve("missing"), fails());
  }

  @Test
  public void refusesAnArchiveThatIsNotThere() {
    archive = base.resolve("missing.tar");
    assertEquals("there is nothing to unpack: no file " + archive, fails());
  }

  @Test
  public void leavesNothingWhenInterrupted() throws Exception {
    Thread.currentThread().interrupt();
    try {
      assertThrows(IOException.class, () -> request.unpack(archive, root));
    } finally {
      assertTrue("stays interrupted", Thread.interrupted());
    }
    assertEquals("a.tar\n", left());
  }

  @Test
  public void leavesNothingWhenTerminated() throws Exception {
    Process child = startedOnAnEndlessArchive();
    child.destroy();
    assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    assertEquals("endless\n", Shell.text(base, "rm -f a.tar; ls -A"));
  }

  @Test
  public void clearsAwayWhatAKilledProcessLeft() throws Exception {
    Process child = startedOnAnEndlessArchive();
    child.destroyForcibly().waitFor();
    assertEquals("2\n", Shell.text(base, "ls -Ad root.partial-*/* | wc -l"));
    request.unpack(archive, root);
    assertEquals("a.tar\nendless\nroot\n", left());
  }

  @Test
  public void leavesAloneWhatARunningProcessIsMaking() throws Exception {
    Process child = startedOnAnEndlessArchive();
    request.unpack(archive, root);
    assertEquals("1\n", Shell.text(base, "ls -Ad root.partial-* | wc -l"));
    child.destroy();
    child.waitFor();
    assertEquals("a.tar\nendless\nroot\n", left());
  }

  /** Unpacks, in another process, what never ends; returns when it has begun. */
  private Process startedOnAnEndlessArchive() throws Exception {
    Shell.run(base, "truncate -s 0 endless; tar -cf endless a.tar; truncate -s 8T endless");
    // A header of a file that is larger than any disk, and then nothing but zeros.
    byte[] head = new TarBuilder().folder("./").pax("size", "7000000000000").open();
    byte[] file = new TarBuilder().file("f", "").open();
    try (var out = FileChannel.open(base.resolve("endless"), StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(head));
      out.write(ByteBuffer.wrap(file));
    }
    Process child =
        Child.java("slowly", "unpack", base.resolve("endless").toString(), root.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (child.isAlive() && !Shell.succeeds("ls " + base + "/root.partial-*/root/f")) {
      Thread.sleep(20);
    }
    assertTrue(child.isAlive());
    return child;
  }
}
