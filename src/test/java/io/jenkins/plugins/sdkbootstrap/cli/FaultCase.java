package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.cli.TinySdk.Outcome;
import io.jenkins.plugins.sdkbootstrap.cli.options.Exit;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.verify.StageVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A bootstrap that a fault strikes, what it leaves behind, and how the next one goes on. */
final class FaultCase implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;
  private static final long MEMORY = 120 << 20;
  private static final int INODES = 3000;
  private static final long DISK = 256 << 20;

  private final Fault fault;
  private final TinySdk sdk;
  private final Path reference;
  private final Path directory;

  /** Where the SDK's files are, in the store. */
  private final Path store;

  private final Path work;
  private final Volume volume;
  private SdkProcess running;
  private SdkProcess second;

  /**
   * Makes the store as it is before the stage of the fault.
   *
   * @param reference the same of a bootstrap that nothing happened to
   * @param directory an own one, made here
   */
  FaultCase(Fault fault, TinySdk sdk, Path reference, Path directory) throws Exception {
    this.fault = fault;
    this.sdk = sdk;
    this.reference = reference;
    this.directory = Files.createDirectories(directory);
    Path place = directory.resolve("volume");
    if (fault.strike().breaksDisk()) {
      volume = Volume.onDisk(place, DISK);
    } else if (fault.strike().fills() || fault.storeElsewhere()) {
      volume = Volume.inMemory(place, MEMORY, INODES);
    } else {
      volume = null;
    }
    Path home = volume == null ? directory : place;
    store = Files.createDirectories(home.resolve("store/tiny-sdk"));
    work =
        Files.createDirectories(
            (fault.storeElsewhere() ? directory : home).resolve("work-" + directory.getFileName()));
    boolean between = fault.moment() == Moment.BETWEEN;
    for (int n = 1; between ? n <= fault.stage() : n < fault.stage(); n++) {
      TinySdk.run(
          "sh", "-c", "cp -p \"$1\"/stage" + n + "-* \"$2\"", "sh", "" + reference, "" + store);
    }
    if (volume != null) {
      TinySdk.run("sync", "--file-system", store.toString());
    }
  }

  Path store() {
    return store;
  }

  Path work() {
    return work;
  }

  SdkProcess running() {
    return running;
  }

  Volume volume() {
    return volume;
  }

  /** A file of the fault's stage in the store. */
  Path stored(String suffix) {
    String name = sdk.tarball(fault.stage()).getFileName().toString();
    return store.resolve(name.replace(".tar.zst", suffix));
  }

  private List<String> options() {
    return List.of(
        "--config", sdk.path("sdk.yaml").toString(),
        "--store", store.getParent().toString(),
        "--work", work.toString(),
        "--version", TinySdk.VERSION);
  }

  /** Lets it happen; false if it came too late to be a fault. */
  boolean strike() throws Exception {
    Random random = new Random(fault.seed());
    if (fault.moment() == Moment.BETWEEN) {
      return fault.strike().hit(this, random);
    }
    running = SdkProcess.start(directory, List.of(), options());
    while (!fault.moment().isNow(this)) {
      if (!running.isAlive()) {
        return false;
      }
      Thread.sleep(1);
    }
    Thread.sleep(fault.delayMillis());
    while (running.isAlive()) {
      if (fault.strike().hit(this, random)) {
        return true;
      }
      Thread.sleep(1);
    }
    return false;
  }

  /** Starts the same once more. */
  boolean startSecond() throws IOException {
    second = SdkProcess.start(directory, List.of(), options());
    return true;
  }

  /**
   * Requires what docs/reliability.md promises.
   *
   * @param struck what {@link #strike} said
   */
  void requirePromise(boolean struck) throws Exception {
    if (running != null) {
      int status = running.await();
      // A disk may end the process before it is asked whether it still runs.
      if (struck || status != Exit.DONE) {
        requireWords(status);
      } else {
        assertEquals(running.said(), Exit.DONE, status);
      }
      if (fault.strike() != Strike.KILL_DRIVER || new Random(fault.seed()).nextBoolean()) {
        awaitNothingRuns(); // otherwise someone is quick to start the next one
      }
      if (volume != null) {
        heal();
      }
      requireNoMount();
      if (!fault.strike().leavesNoChance()) {
        assertEquals(List.of(), leftovers());
      }
    }
    if (fault.moment() != Moment.BETWEEN) {
      requireSoundTarballs();
    } else if (fault.strike() != Strike.FLIP_IN_RECORD) {
      assertNotEquals("found by verify", List.of(), findings(stored(".tar.zst")));
    }
    goOn();
    assertEquals(List.of(), leftovers());
    if (fault.strike() == Strike.FLIP_IN_INDEX) {
      // No stage is made from an index, so none is made again for one. In place: see Strike.flip.
      Path index = stored(".mtree.zst");
      Files.write(index, Files.readAllBytes(reference.resolve(index.getFileName())));
    }
    requireSoundTarballs();
    requireReference();
    awaitNothingRuns();
  }

  private void heal() throws Exception {
    volume.giveBack();
    if (fault.strike().breaksDisk()) {
      volume.comeBack();
    }
  }

  private void requireWords(int status) throws Exception {
    String said = "status " + status + "\n" + running.said();
    switch (fault.strike()) {
      // It may have been at its end already.
      case KILL_DRIVER -> assertTrue(said, status == 128 + 9 || status == Exit.DONE);
      // The disk fails a moment before the driver is killed: it may have ended by that.
      case LOSE_POWER ->
          assertTrue(said, List.of(128 + 9, Exit.DONE, Exit.FAILED).contains(status));
      case TERMINATE_DRIVER -> {
        if (status == 128 + 15) {
          assertEquals("ended before it began", "", running.said());
        } else {
          assertEquals(said, Exit.INTERRUPTED, status);
          assertEquals(said, List.of("bootstrap-sdk: interrupted"), complaints());
        }
      }
      case SECOND_RUN -> requireOneOfTwo(status);
      default -> {
        assertTrue(said, status == Exit.DONE || status == Exit.FAILED);
        assertEquals(said, status == Exit.DONE ? 0 : 1, complaints().size());
      }
    }
    assertTrue(said, !said.contains("internal error") && !said.contains(": null"));
  }

  private List<String> complaints() throws IOException {
    return running.err().lines().filter(l -> l.startsWith("bootstrap-sdk: ")).toList();
  }

  private void requireOneOfTwo(int first) throws Exception {
    int other = second.await();
    String said = running.said() + second.said();
    assertTrue(said, first == Exit.DONE || other == Exit.DONE);
    if (first != Exit.DONE || other != Exit.DONE) {
      assertEquals(said, Exit.WRONG_INPUT, Math.max(first, other));
      assertTrue(said, said.contains("is in use by process "));
    }
  }

  private void awaitNothingRuns() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    List<String> left = SdkProcess.concernedWith(directory, work);
    while (!left.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(10);
      left = SdkProcess.concernedWith(directory, work);
    }
    assertEquals(List.of(), left);
  }

  private void requireNoMount() throws IOException {
    String mounts = Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1);
    mounts.lines().forEach(m -> assertTrue(m, !m.contains(work + "/")));
  }

  /** What is neither a stage's nor the store's own. */
  private List<String> leftovers() throws IOException {
    List<String> left = new ArrayList<>(names(work));
    left.remove(".lock");
    for (String name : names(store)) {
      if (name.startsWith(".") && !List.of(".lock", ".cache").contains(name)) {
        left.add(name);
      }
    }
    return left;
  }

  private void requireSoundTarballs() throws IOException {
    for (String name : names(store)) {
      if (name.endsWith(".tar.zst")) {
        assertEquals(List.of(), findings(store.resolve(name)));
      }
    }
  }

  private static List<String> findings(Path tarball) throws IOException {
    return new StageVerifier(List.of(), Progress.NONE).verify(tarball).findings();
  }

  private void goOn() throws Exception {
    Outcome next = TinySdk.command(options().toArray(new String[0]));
    if (next.status() != Exit.DONE && fault.strike() == Strike.FLIP_IN_RECORD) {
      // It may say that the stage is another SDK's: whose is for people to decide.
      assertTrue(next.toString(), next.err().contains("belongs to"));
      Files.delete(stored(".intoto.json"));
      next = TinySdk.command(options().toArray(new String[0]));
    }
    next.requireDone();
  }

  private void requireReference() throws IOException {
    List<String> expected = names(reference).stream().filter(n -> !n.startsWith(".")).toList();
    assertEquals(expected, names(store).stream().filter(n -> !n.startsWith(".")).toList());
    for (String name : expected) {
      if (!name.endsWith(".intoto.json")) { // records have the time
        assertArrayEquals(
            name,
            Files.readAllBytes(reference.resolve(name)),
            Files.readAllBytes(store.resolve(name)));
      }
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  /** What the struck command said. */
  String said() throws IOException {
    return running == null ? "" : running.said();
  }

  @Override
  public void close() throws Exception {
    if (running != null) {
      running.close();
    }
    if (second != null) {
      second.close();
    }
    if (volume != null) {
      volume.close();
    }
    TinySdk.run("rm", "-rf", "--one-file-system", directory.toString());
  }
}
