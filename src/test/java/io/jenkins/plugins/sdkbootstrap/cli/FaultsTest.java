package io.jenkins.plugins.sdkbootstrap.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.Mounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/**
 * Faults at every action of a stage and at random times, for real. {@code -Dfaults.seed=} and
 * {@code -Dfaults.count=} choose them: the build has always the same, the profile {@code slow} 200
 * that are drawn anew.
 */
@Category(Mounts.class)
public class FaultsTest {

  private static final int COUNT = Integer.getInteger("faults.count", 30);
  private static final long SEED = Long.getLong("faults.seed", new Random().nextInt(1_000_000));

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> struck = new TreeMap<>();
  private int count;
  private int tooLate;

  @Test
  public void goesOnToTheSameBytesAfterEachFault() throws Exception {
    Path directory = folder.getRoot().toPath();
    TinySdk.assumeChroot(directory);
    assumeTrue(
        "needs real root: mounts file systems that fill up and fail",
        "0".equals(TinySdk.run("id", "-u").strip()));
    TinySdk sdk = TinySdk.create(Files.createDirectory(directory.resolve("sdk")));
    for (int n = 1; n <= 3; n++) {
      sdk.script(n, "sleep 0.1\n");
    }
    sdk.bootstrap().requireDone();
    System.out.println("faults: " + COUNT + ", -Dfaults.seed=" + SEED);
    // More than needed: some come too late.
    Iterator<Fault> faults = Fault.random(4 * COUNT, new Random(SEED)).iterator();
    for (int i = 0; count < COUNT && faults.hasNext(); i++) {
      let(faults.next(), sdk, directory.resolve("case-" + i + "-" + ProcessHandle.current().pid()));
    }
    System.out.println(
        "faults: " + count + " struck: " + struck + "; " + tooLate + " came too late");
    assertEquals(
        "-Dfaults.seed=" + SEED + "\n" + String.join("\n\n", failures), 0, failures.size());
    assertEquals(COUNT, count);
  }

  private void let(Fault fault, TinySdk sdk, Path directory) throws Exception {
    long start = System.nanoTime();
    String came;
    try (FaultCase happening = new FaultCase(fault, sdk, sdk.path("store/tiny-sdk"), directory)) {
      try {
        boolean inTime = happening.strike();
        happening.requirePromise(inTime);
        came = inTime ? "kept" : "too late";
      } catch (AssertionError | Exception e) {
        came = "BROKEN";
        failures.add(fault + ": " + e + "\nsaid:\n" + happening.said());
      }
    }
    if (came.equals("too late")) {
      tooLate++;
    } else {
      count++;
      struck.merge(fault.strike().name(), 1, Integer::sum);
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.println("  " + fault + ": " + came + ", " + millis + " ms");
  }
}
