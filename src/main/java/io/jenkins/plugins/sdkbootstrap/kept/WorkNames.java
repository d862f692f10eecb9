package io.jenkins.plugins.sdkbootstrap.kept;

import io.jenkins.plugins.sdkbootstrap.config.StageId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What roots are called in the work directory. */
public final class WorkNames {

  /** Matches every root's name, and that of a root which was still being unpacked. */
  private static final String GLOB = "{root-,.root-}*";

  private WorkNames() {}

  /** The roots in a work directory, which need not exist; none is there but one that is left. */
  public static List<Path> rootsIn(Path work) throws IOException {
    List<Path> roots = new ArrayList<>();
    if (Files.isDirectory(work)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(work, GLOB)) {
        left.forEach(roots::add);
      }
    }
    return roots;
  }

  /** The root that a stage's seed is unpacked to. */
  public static String root(StageId id) {
    return "root-" + id.stem();
  }
}
