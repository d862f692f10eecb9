package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Does something with one archive after the other, in a JVM whose memory the test chooses, and
 * prints a line for each: what came of it. Arguments: pairs of {@code unpack}, {@code rootless},
 * {@code verify}, {@code index} or {@code digests} and a file.
 */
final class HostileMain {

  private HostileMain() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < arguments.length; i += 2) {
      System.out.println(result(arguments[i], Path.of(arguments[i + 1])));
    }
  }

  private static String result(String what, Path file) throws IOException {
    try {
      return switch (what) {
        case "unpack", "rootless" -> {
          Request request = new Request();
          request.devices = what.equals("unpack");
          Unpacked unpacked = request.unpack(file, file.resolveSibling(file.getFileName() + ".d"));
          yield "unpacked " + unpacked.entries() + ", left out " + unpacked.skippedDevices();
        }
        case "verify" ->
            ArchiveVerifier.verify(new ArchiveFiles(file), Map.of(), Progress.NONE, List.of())
                .findings()
                .toString();
        case "index" -> "index of " + ArchiveIndex.load(file).totals(RootPath.ROOT).entries();
        case "digests" -> "digests of " + DigestsFile.read(file).fileNames();
        default -> throw new IllegalArgumentException(what);
      };
    } catch (ArchiveException e) {
      return "refused: " + e.getMessage();
    } catch (Throwable e) {
      // A failure of the test, shown there.
      return "THROWN " + e;
    }
  }
}
