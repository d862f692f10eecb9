package io.jenkins.plugins.sdkbootstrap.steps;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.Serializable;

/** What {@code unpackSeed} is told of its seed; kept with the step over restarts. */
final class SeedSource implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String seed;
  private final String digest;
  private final String fromJob;
  private final String fromBuild;

  SeedSource(String seed, String digest, String fromJob, String fromBuild) {
    this.seed = seed;
    this.digest = digest;
    this.fromJob = fromJob;
    this.fromBuild = fromBuild;
  }

  /** A path, URL, artifact's name, or {@code previous}. */
  String seed() {
    return seed;
  }

  /** What it must have, or null. */
  Digest digest() {
    return digest == null ? null : Digest.parse(digest);
  }

  /** A job's name, or null. */
  String fromJob() {
    return fromJob;
  }

  /** A number or word, or null. */
  String fromBuild() {
    return fromBuild;
  }

  /** Whether it is an artifact that is named. */
  boolean isArtifact() {
    return fromJob != null || fromBuild != null;
  }
}
