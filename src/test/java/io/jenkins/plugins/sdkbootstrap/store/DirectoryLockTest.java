package io.jenkins.plugins.sdkbootstrap.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.sdkbootstrap.provenance.Samples;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Real processes at one store. */
@SuppressWarnings("try") // a lock is held, not used
public class DirectoryLockTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<Process> processes = new ArrayList<>();
  private Path directory;
  private DirectoryStore store;

  @Before
  public void makeStore() {
    directory = folder.getRoot().toPath().resolve("store");
    store = new DirectoryStore(directory);
  }

  @After
  public void endProcesses() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process holder() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StoreHolder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    return process;
  }

  private static String line(Process process) throws IOException {
    BufferedReader reader = process.inputReader();
    return reader.readLine();
  }

  @Test
  public void twoProcessesExcludeEachOtherAndSayWhoHoldsTheStore() throws Exception {
    Process first = holder();
    assertEquals("held", line(first));
    String refusal = line(holder());
    assertTrue(
        refusal, refusal.startsWith("the store " + directory + "/sdk is in use by process "));
    assertTrue(refusal, refusal.contains("process " + first.pid() + " on "));
    StoreBusyException e =
        assertThrows(StoreBusyException.class, () -> store.lock(StoreFixture.SDK));
    assertEquals(refusal, e.getMessage());
    first.getOutputStream().close();
    assertTrue(first.waitFor(60, TimeUnit.SECONDS));
    store.lock(StoreFixture.SDK).close();
  }

  @Test
  public void aRefusedProcessDoesNotFreeTheLockOfAnother() throws Exception {
    try (Closeable lock = store.lock(StoreFixture.SDK)) {
      StoreBusyException e =
          assertThrows(StoreBusyException.class, () -> store.lock(StoreFixture.SDK));
      assertTrue(
          e.getMessage(), e.getMessage().contains("process " + ProcessHandle.current().pid()));
      assertThrows(
          "the same directory under another name",
          StoreBusyException.class,
          () -> new DirectoryStore(directory.resolve("../store")).lock(StoreFixture.SDK));
      assertTrue(line(holder()).contains("is in use by process " + ProcessHandle.current().pid()));
    }
    assertEquals("held", line(holder()));
  }

  @Test
  public void aKilledHolderFreesTheLockAndTheNextRemovesWhatItLeft() throws Exception {
    Process first = holder();
    assertEquals("held", line(first));
    assertEquals(1, StoreFixture.names(directory.resolve(StoreFixture.SDK)).size());
    first.destroyForcibly().waitFor();
    assertEquals(
        "it was killed before it could clean up",
        1,
        StoreFixture.names(directory.resolve(StoreFixture.SDK)).size());
    try (Closeable lock = store.lock(StoreFixture.SDK)) {
      assertEquals(new TreeSet<String>(), StoreFixture.names(directory.resolve(StoreFixture.SDK)));
    }
    StoreFixture.publish(store, StoreFixture.SDK, "1.0", 1, 2, Samples.SEED);
  }

  @Test
  public void whatAHolderWritesIsNotSweptByWhoIsRefused() throws Exception {
    assertEquals("held", line(holder()));
    assertThrows(StoreBusyException.class, () -> store.lock(StoreFixture.SDK));
    assertEquals(1, StoreFixture.names(directory.resolve(StoreFixture.SDK)).size());
  }

  @Test
  public void sweepingFollowsNoLink() throws Exception {
    Path outside = folder.newFile().toPath();
    Path left = Files.createDirectories(directory.resolve("sdk/.publishing-1"));
    Files.createSymbolicLink(left.resolve("link"), outside.getParent());
    store.lock(StoreFixture.SDK).close();
    assertTrue(Files.exists(outside));
    assertEquals(new TreeSet<String>(), StoreFixture.names(directory.resolve(StoreFixture.SDK)));
  }
}
