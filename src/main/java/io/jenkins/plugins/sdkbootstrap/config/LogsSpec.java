package io.jenkins.plugins.sdkbootstrap.config;

import java.io.Serializable;
import java.util.List;

/**
 * Which files of a stage's roots are collected when its script has ended.
 *
 * @param files globs from a root on, for the one that the script runs in and for the one that it
 *     makes; {@code **} as a whole name stands for any directories, or none
 * @param always whether they are collected also where the stage does not fail
 */
public record LogsSpec(List<String> files, boolean always) implements Serializable {

  /** Nothing is collected. */
  public static final LogsSpec NONE = new LogsSpec(List.of(), false);

  /** Copies what could change. */
  public LogsSpec {
    files = List.copyOf(files);
  }
}
