package io.jenkins.plugins.sdkbootstrap.config;

import java.io.Serializable;
import java.util.List;

/**
 * The files of a stage's roots to collect when its script has ended.
 *
 * @param files globs that begin at a root, for the root that the script runs in and for the root
 *     that it makes; {@code **} as a whole name matches any number of directories
 * @param always whether to collect them also if the stage succeeds
 */
public record LogsSpec(List<String> files, boolean always) implements Serializable {

  /** Nothing is collected. */
  public static final LogsSpec NONE = new LogsSpec(List.of(), false);

  /** Makes a defensive copy. */
  public LogsSpec {
    files = List.copyOf(files);
  }
}
