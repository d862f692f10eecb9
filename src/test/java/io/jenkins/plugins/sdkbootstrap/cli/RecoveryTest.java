package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** What a bootstrap does about what earlier ones have left, and about a machine that fails it. */
@Category(Mounts.class)
public class RecoveryTest {

  private static final long ROOM = 100 << 20;

  @Rule public final TinySdk sdk = new TinySdk();

  private final List<AutoCloseable> opened = new ArrayList<>();

  @After
  public void closeAll() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  public void removesARootLeftBehindEvenIfNoStageHasToRun() throws Exception {
    sdk.bootstrap().requireDone();
    leaveRoot(sdk.path("store/tiny-sdk/.work"), 1);
    Outcome outcome = sdk.bootstrap().requireDone();
    assertTrue(outcome.toString(), outcome.out().contains("of a run that was killed"));
    assertEquals(List.of(), sdk.names("store/tiny-sdk/.work"));
  }

  @Test
  public void removesARootLeftBehindBeforeItAsksForRoom() throws Exception {
    assumeRealRoot();
    Path store = volume(Volume.inMemory(sdk.path("volume"), ROOM, 9000)).place();
    leaveRoot(store.resolve("tiny-sdk/.work"), (int) (ROOM >> 20) - 5);
    bootstrapIn(store).requireDone();
  }

  @Test
  public void leavesTheRootsOfAnotherStoreInTheSameWorkDirectoryAlone() throws Exception {
    sdk.script(1, "sleep 600\n");
    String work = sdk.path("work").toString();
    List<String> arguments = new ArrayList<>(sdk.options());
    arguments.addAll(List.of("--work", work));
    SdkProcess first = SdkProcess.start(sdk.path(""), List.of(), arguments);
    opened.add(first);
    while (!first.out().contains("building stage 1")) {
      assertTrue(first.said(), first.isAlive());
      Thread.sleep(20);
    }
    Outcome second =
        TinySdk.command(
            "--config",
            sdk.path("sdk.yaml").toString(),
            "--store",
            sdk.path("other").toString(),
            "--work",
            work,
            "--version",
            "2.0");
    assertEquals(second.toString(), Exit.WRONG_INPUT, second.status());
    assertTrue(
        second.toString(), second.err().contains("the work directory " + work + " is in use"));
    assertTrue(Files.exists(sdk.path("work").resolve(rootOfStage1())));
    first.driver().destroy();
    first.await();
  }

  @Test
  public void makesAStageAgainWhoseTarballCannotBeRead() throws Exception {
    assumeRealRoot();
    sdk.bootstrap().requireDone();
    byte[] good = Files.readAllBytes(sdk.tarball(2));
    Volume disk = volume(Volume.onDisk(sdk.path("disk"), 64 << 20));
    Path elsewhere = disk.place().resolve("tarball");
    Files.move(sdk.tarball(2), elsewhere);
    Files.createSymbolicLink(sdk.tarball(2), elsewhere);
    disk.fail();
    Outcome outcome = sdk.bootstrap().requireDone();
    assertTrue(outcome.toString(), outcome.out().contains("cannot be read: Input/output error"));
    assertTrue(outcome.toString(), outcome.out().contains("building stage 2"));
    assertArrayEquals(good, Files.readAllBytes(sdk.tarball(2)));
  }

  @Test
  public void callsAFullDiskAFailureAndSaysHowToGoOn() throws Exception {
    assumeRealRoot();
    Path store = volume(Volume.inMemory(sdk.path("volume"), ROOM, 9000)).place();
    sdk.script(2, "cat /dev/zero >/tmp/full 2>/dev/null || true\n");
    Outcome outcome = bootstrapIn(store);
    assertEquals(outcome.toString(), Exit.FAILED, outcome.status());
    assertTrue(outcome.toString(), outcome.err().contains("stage2-"));
    assertTrue(outcome.toString(), outcome.err().contains(": No space left on device"));
    assertTrue(outcome.toString(), outcome.err().contains("resume with --version 1.0+2026"));
    sdk.script(2, "");
    Outcome continued = bootstrapIn(store).requireDone();
    assertFalse(continued.toString(), continued.out().contains("building stage 1"));
  }

  @Test
  public void needsNoRoomWhereNoStageHasToRun() throws Exception {
    assumeRealRoot();
    Volume volume = volume(Volume.inMemory(sdk.path("volume"), ROOM, 9000));
    bootstrapIn(volume.place()).requireDone();
    volume.takeSpace();
    volume.takeInodes();
    bootstrapIn(volume.place()).requireDone();
    volume.giveBack();
  }

  @Test
  public void saysThatAFailingDiskCannotBeRead() throws Exception {
    assumeRealRoot();
    Volume disk = volume(Volume.onDisk(sdk.path("disk"), 64 << 20));
    Path seed = disk.place().resolve("seed.tar");
    Files.copy(sdk.path("seed.tar"), seed);
    sdk.write("sdk.yaml", sdk.read("sdk.yaml").replace("seed: seed.tar", "seed: " + seed));
    disk.fail();
    Outcome outcome = sdk.bootstrap();
    assertFalse(outcome.toString(), outcome.status() == Exit.DONE);
    assertTrue(outcome.toString(), outcome.err().contains(seed.toString()));
    assertTrue(outcome.toString(), outcome.err().contains("Input/output error"));
  }

  private Outcome bootstrapIn(Path store) {
    return TinySdk.command(
        "--config",
        sdk.path("sdk.yaml").toString(),
        "--store",
        store.toString(),
        "--version",
        TinySdk.VERSION);
  }

  private String rootOfStage1() {
    return "root-stage1-" + System.getProperty("os.arch") + "-" + TinySdk.VERSION;
  }

  private void leaveRoot(Path work, int megabytes) throws Exception {
    Path root = Files.createDirectories(work.resolve(rootOfStage1()));
    Files.write(root.resolve("file"), new byte[megabytes << 20]);
  }

  private Volume volume(Volume volume) {
    opened.add(volume);
    return volume;
  }

  private static void assumeRealRoot() throws Exception {
    assumeTrue("needs real root: mounts file systems", "0".equals(TinySdk.run("id", "-u").strip()));
  }
}
