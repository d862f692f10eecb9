package io.jenkins.plugins.sdkbootstrap.archive;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.compress.ArchiveOutput;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.StagedFile;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is left out, what stands in the way, and that nothing is left of what failed. */
public class RootArchiverTest {

  @Rule public TemporaryFolder folder = new TemporaryFolder();

  private Path base;
  private Path root;
  private Path archive;
  private final Request request = new Request();

  @Before
  public void makeRoot() throws IOException {
    base = folder.getRoot().toPath();
    root = Files.createDirectory(base.resolve("root"));
    archive = base.resolve("a.tar");
    request.compression = Compression.NONE;
  }

  private String fails() {
    ArchiveException e = assertThrows(ArchiveException.class, () -> request.pack(root, archive));
    return e.getMessage();
  }

  private String listed() throws Exception {
    return Shell.text(base, "tar -tf a.tar");
  }

  private String left() throws Exception {
    return Shell.text(base, "ls -A");
  }

  @Test
  public void leavesOutWhatTheGlobsMatchAndSaysHowMuch() throws Exception {
    Shell.run(
        root,
        "mkdir -p tmp/.hidden/deep tmp/x var/tmp etc home/tmp/keep; : >tmp/x/file; : >var/tmp/b;"
            + " : >etc/machine-id; : >etc/hostname; : >\"tmp/$(printf '\\303\\251')\"");
    request.clean =
        List.of("/tmp/*", "var/tmp/*", "/etc/machine-id", "/no/such/*", "/*/host[n]ame");
    request.pack(root, archive);
    assertEquals(
        "./\n./etc/\n./home/\n./home/tmp/\n./home/tmp/keep/\n./tmp/\n./var/\n./var/tmp/\n",
        listed());
    assertEquals(
        List.of(
            "excluded by clean: /tmp/* (3), var/tmp/* (1), /etc/machine-id (1), /*/host[n]ame (1)"),
        request.notes);
  }

  @Test
  public void globsMayHoldAnyText() throws Exception {
    Shell.run(root, "mkdir \"it's\"; : >\"it's/$(printf '\\303\\251')\"; : >\"it's/e\"; : >-v");
    request.clean = List.of("/it's/\u00e9", "/-v");
    request.pack(root, archive);
    assertEquals("./\n./it's/\n./it's/e\n", listed());
    assertEquals(List.of("excluded by clean: /it's/\u00e9 (1), /-v (1)"), request.notes);
  }

  @Test
  public void refusesAGlobThatLeadsOutOfTheRoot() throws Exception {
    request.clean = List.of("/../x");
    assertEquals("no glob of names in a root: '/../x'", fails());
    assertEquals("root\n", left());
  }

  @Test
  public void refusesAGlobOfTheWholeRoot() {
    request.clean = List.of("/");
    assertEquals("the glob '/' would exclude the whole root", fails());
  }

  @Test
  public void saysThatItLeftOutASocket() throws Exception {
    Assume.assumeTrue("needs python3 to make a socket", Shell.succeeds("python3 -c ''"));
    Shell.run(root, "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"s\")'");
    request.pack(root, archive);
    assertEquals("./\n", listed());
    assertEquals(List.of("tar: ./s: socket ignored"), request.notes);
  }

  @Test
  public void refusesAPathThatCouldNotBeUnpacked() throws Exception {
    Shell.run(
        root,
        "name=$(printf '%0249d' 7); i=0; while [ $i -lt 16 ]; do mkdir $name; cd $name;"
            + " i=$((i+1)); done");
    String message = fails();
    assertTrue(
        message,
        message.endsWith(
            "its path has 3999 bytes, more than 3840:"
                + " it could not be unpacked again; shorten it or exclude it with clean"));
    assertEquals("root\n", left());
  }

  @Test
  public void failsWhenAFileChangesWhileItIsRead() throws Exception {
    request.compression = Compression.GZIP;
    // The tree is changed when its first file passes by: tar is still reading it then.
    request.visitors =
        List.of(
            new EntryVisitor() {
              @Override
              public void content(byte[] buffer, int offset, int length) throws IOException {
                Files.write(root.resolve("big"), new byte[10]);
              }
            });
    Files.write(root.resolve("big"), new byte[20_000_000]);
    String message = fails();
    assertTrue(message, message.startsWith("tar failed: tar: ./big: "));
    assertEquals("root\n", left());
  }

  @Test
  public void failsWithTarsMessageWhereItMayNotRead() throws Exception {
    Assume.assumeTrue("root may read everything", Shell.succeeds("[ \"$(id -u)\" != 0 ]"));
    Shell.run(root, "mkdir closed; chmod 0 closed");
    assertEquals("tar failed: tar: ./closed: Cannot open: Permission denied", fails());
    assertEquals("root\n", left());
  }

  @Test
  public void failsWithTheMessageOfACommandThatCannotElevate() throws Exception {
    request.elevation =
        plain -> List.of("sh", "-c", "echo 'sudo: a password is required' >&2; exit 1");
    assertEquals("tar failed: sudo: a password is required", fails());
    assertEquals("root\n", left());
  }

  @Test
  public void leavesNothingWhenAVisitorFails() throws Exception {
    for (Compression compression : Compression.values()) {
      request.compression = compression;
      request.visitors =
          List.of(
              new EntryVisitor() {
                @Override
                public void begin(Entry header) throws IOException {
                  throw new IOException("disk full");
                }
              });
      IOException e = assertThrows(IOException.class, () -> request.pack(root, archive));
      assertEquals("disk full", e.getMessage());
      assertEquals("root\n", left());
    }
  }

  @Test
  public void leavesNothingWhenInterrupted() throws Exception {
    request.visitors =
        List.of(
            new EntryVisitor() {
              @Override
              public void begin(Entry header) {
                Thread.currentThread().interrupt();
              }
            });
    Shell.run(root, "head -c 1000000 /dev/zero >file");
    try {
      assertThrows(IOException.class, () -> request.pack(root, archive));
    } finally {
      assertTrue("stays interrupted", Thread.interrupted());
    }
    assertEquals("root\n", left());
  }

  @Test
  public void leavesWhatWasThereBeforeWhenItFails() throws Exception {
    Files.writeString(archive, "old");
    request.elevation = plain -> List.of("false");
    assertEquals("tar failed with status 1", fails());
    assertEquals("old", Files.readString(archive));
  }

  @Test
  public void refusesToWriteIntoTheRoot() {
    archive = root.resolve("a.tar");
    assertEquals(
        archive + " would be written into the root that it archives; choose another", fails());
  }

  @Test
  public void refusesWhatIsNoRoot() {
    root = base.resolve("missing");
    assertEquals("there is no root to archive: no directory " + root, fails());
  }

  @Test
  public void refusesAFolderThatIsNotThere() {
    archive = base.resolve("missing/a.tar");
    assertEquals("cannot write " + archive + ": no directory " + base.resolve("missing"), fails());
  }

  @Test
  public void saysWhatCannotBeWritten() throws Exception {
    try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
      ArchiveOutput out = new ArchiveOutput(full, archive);
      ArchiveException e =
          assertThrows(ArchiveException.class, () -> out.write(new byte[10], 0, 10));
      assertEquals("cannot write " + archive + ": No space left on device", e.getMessage());
    }
    archive = Path.of("/proc/a.tar");
    assertTrue(fails().startsWith("cannot write /proc/a.tar: "));
  }

  @Test
  public void stagesWithoutItsNameUntilCommitted() throws Exception {
    RootArchiver.Staged staged = RootArchiver.stage(request.packing(root, archive));
    try (StagedFile file = staged.file()) {
      assertEquals(archive, staged.written().archive());
      assertTrue(Files.notExists(archive));
      try (StagedFile index = StagedFile.create(base.resolve("a.index"))) {
        index.stream().write("index\n".getBytes());
        StagedFile.commit(List.of(index, file));
      }
    }
    assertEquals("a.index\na.tar\nroot\n", left());
    assertEquals("./\n", listed());
  }

  @Test
  public void anOlderTreeIsTheSameBytesWhateverTheDate() throws Exception {
    Shell.run(root, "echo a > a; touch -d @1000000000.123456789 a .");
    request.epoch = 1_500_000_000L;
    WrittenArchive one = request.pack(root, archive);
    request.epoch = 1_600_000_000L;
    assertEquals(one.sha256(), request.pack(root, archive).sha256());
  }

  @Test
  public void ignoresOptionsOfTheEnvironment() throws Exception {
    ProcessBuilder builder = Child.java("archive", root.toString(), archive.toString());
    builder.environment().put("TAR_OPTIONS", "--no-such-option");
    builder.environment().put("POSIXLY_CORRECT", "1");
    assertEquals("", Child.errors(builder));
    assertEquals("./\n", listed());
  }

  @Test
  public void leavesNothingWhenTerminated() throws Exception {
    Process child = startedOnAnEndlessRoot();
    child.destroy();
    assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    assertEquals("root\n", left());
  }

  @Test
  public void clearsAwayWhatAKilledProcessLeft() throws Exception {
    Process child = startedOnAnEndlessRoot();
    child.destroyForcibly().waitFor();
    assertEquals("1\n", Shell.text(base, "ls -A | grep -c '^.a.tar.partial-'"));
    Files.delete(root.resolve("endless"));
    request.pack(root, archive);
    assertEquals("a.tar\nroot\n", left());
  }

  @Test
  public void leavesAloneWhatARunningProcessIsMaking() throws Exception {
    Process child = startedOnAnEndlessRoot();
    Files.delete(root.resolve("endless"));
    request.pack(root, archive);
    assertEquals("1\n", Shell.text(base, "ls -A | grep -c '^.a.tar.partial-'"));
    child.destroyForcibly().waitFor();
  }

  /** Archives, in another process, a file whose hole takes hours to digest. */
  private Process startedOnAnEndlessRoot() throws Exception {
    Shell.run(root, "truncate -s 8T endless");
    Process child =
        Child.java("slowly", "archive", root.toString(), archive.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (child.isAlive() && !Shell.succeeds("[ -s " + base + "/.a.tar.partial-* ]")) {
      Thread.sleep(20);
    }
    assertTrue(child.isAlive());
    return child;
  }
}
