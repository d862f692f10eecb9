import io.jenkins.plugins.sdkbootstrap.archive.ArchiveRequest;
import io.jenkins.plugins.sdkbootstrap.archive.ArchiveSet;
import io.jenkins.plugins.sdkbootstrap.archive.UnpackRequest;
import io.jenkins.plugins.sdkbootstrap.archive.Unpacker;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.packages.PackageScan;
import io.jenkins.plugins.sdkbootstrap.process.Elevation;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs and unpacks in a JVM that has done so before, as an agent's has, in turn with bare tools.
 *
 * <p>Called by compare.sh in its directory with the tree and the number of runs. Prints two lines of
 * its table, without processor time and memory.
 */
public final class Warm {

  private static final int COLD = 5;

  private interface Work {
    void run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Path tree = Path.of(args[0]).toAbsolutePath();
    Path out = Path.of("out").toAbsolutePath();
    Path archive = Path.of("packed.tar.zst").toAbsolutePath();
    List<List<Double>> seconds = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      seconds.add(new ArrayList<>());
    }
    for (int i = -COLD; i < Integer.parseInt(args[1]); i++) {
      List<Double> times =
          List.of(
              time(() -> pack(tree, archive)),
              time(
                  () -> sh("tar -C " + args[0] + " --create . | zstd -q -f -T0 -3 -o packed.bare.tar.zst")),
              time(() -> unpack(archive, out)),
              time(() -> sh("mkdir out; exec tar --zstd -xf packed.bare.tar.zst -C out")));
      for (int k = 0; k < 4 && i >= 0; k++) {
        seconds.get(k).add(times.get(k));
      }
    }
    print("pack 1x in a warm JVM, against bare tar and zstd", seconds.get(0), seconds.get(1));
    print("unpack 1x .tar.zst in a warm JVM, against tar --zstd", seconds.get(2), seconds.get(3));
  }

  private static double time(Work work) throws Exception {
    sh("rm -rf out");
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static void pack(Path tree, Path archive) throws Exception {
    ArchiveRequest request =
        new ArchiveRequest(
            tree,
            archive,
            Compression.ZSTD,
            ArchiveRequest.DEFAULT_LEVEL,
            List.of(),
            System.currentTimeMillis() / 1000,
            Elevation.NONE,
            Progress.NONE,
            OutputStream.nullOutputStream(),
            List.of(new PackageScan()));
    try (ArchiveSet set = ArchiveSet.stage(request, DigestAlgorithm.DEFAULT)) {
      set.commit();
    }
  }

  private static void unpack(Path archive, Path root) throws Exception {
    Unpacker.unpack(new UnpackRequest(archive, root, null, Elevation.NONE, true, Progress.NONE));
  }

  private static void sh(String command) throws Exception {
    if (new ProcessBuilder("sh", "-ec", command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("failed: " + command);
    }
  }

  private static void print(String title, List<Double> ours, List<Double> theirs) {
    double mine = median(ours);
    double other = median(theirs);
    System.out.printf("| %s | %.2f | %.2f | %.2f | | | | |%n", title, mine, other, mine / other);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip((values.size() - 1) / 2).findFirst().orElseThrow();
  }
}
