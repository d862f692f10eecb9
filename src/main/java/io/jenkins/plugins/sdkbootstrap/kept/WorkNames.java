package io.jenkins.plugins.sdkbootstrap.kept;

import io.jenkins.plugins.sdkbootstrap.config.StageId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The names of roots in the work directory. */
public final class WorkNames {

  /** Matches the name of every root, even of one that is still being unpacked. */
  private static final String GLOB = "{root-,.root-}*";

  private WorkNames() {}

  /**
   * The roots in a work directory, which need not exist. Any root there was left by a killed
   * process.
   */
  public static List<Path> rootsIn(Path work) throws IOException {
    List<Path> roots = new ArrayList<>();
    if (Files.isDirectory(work)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(work, GLOB)) {
        left.forEach(roots::add);
      }
    }
    return roots;
  }

  /** The directory that a stage's seed is unpacked to. */
  public static String root(StageId id) {
    return "root-" + id.stem();
  }
}
