package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.SdkConfig;
import io.jenkins.plugins.sdkbootstrap.config.Version;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * The time that stands for now in what a stage makes.
 *
 * @param epoch {@code SOURCE_DATE_EPOCH}, seconds since 1970 UTC
 * @param origin where it comes from
 */
public record SourceDate(long epoch, Origin origin) implements Serializable {

  /** Where the time comes from, by rank: the first that there is. */
  public enum Origin {
    /** {@code sourceDateEpoch} of sdk.yaml. */
    CONFIG("sourceDateEpoch of sdk.yaml"),
    /** The time that the version names. */
    VERSION("the time in the version"),
    /** The newest commit of the repositories. */
    COMMIT("the newest commit of the repositories"),
    /** None of these tells one, and the moment must be no input. */
    FIXED("a fixed time, because no input of the stage has one"),
    /** The moment at which the bootstrap was begun. */
    BEGUN("when the bootstrap was begun");

    private final String text;

    Origin(String text) {
      this.text = text;
    }
  }

  /** 1980-01-01, the first day that a zip file can name. */
  private static final long FIRST_OF_ZIP = 315_532_800;

  /** Requires the origin. */
  public SourceDate {
    Objects.requireNonNull(origin);
  }

  /** What sdk.yaml or the version says; empty where neither does. */
  public static Optional<SourceDate> said(SdkConfig config, Version version) {
    if (config.epoch() != null) {
      return Optional.of(new SourceDate(config.epoch(), Origin.CONFIG));
    }
    return version
        .timestamp()
        .map(moment -> new SourceDate(moment.getEpochSecond(), Origin.VERSION));
  }

  /**
   * The newest commit of these repositories, where one is a git checkout; else when the bootstrap
   * was begun.
   */
  public static SourceDate of(Collection<RepoDigest> repos, long begun) {
    return ofCommit(repos).orElse(new SourceDate(begun, Origin.BEGUN));
  }

  /**
   * What a stage gets that may be reused by its inputs: what sdk.yaml says; else the newest commit
   * of the repositories that it sees, where one is a git checkout; else always the same.
   */
  public static SourceDate ofInputs(SdkConfig config, Collection<RepoDigest> repos) {
    return config.epoch() != null
        ? new SourceDate(config.epoch(), Origin.CONFIG)
        : ofCommit(repos).orElse(new SourceDate(FIRST_OF_ZIP, Origin.FIXED));
  }

  private static Optional<SourceDate> ofCommit(Collection<RepoDigest> repos) {
    return repos.stream()
        .filter(repo -> repo.git() != null && repo.git().time() > 0)
        .map(repo -> repo.git().time())
        .max(Comparator.naturalOrder())
        .map(newest -> new SourceDate(newest, Origin.COMMIT));
  }

  /**
   * When a bootstrap was begun, which a resume keeps.
   *
   * @param first the record of its first stage, where that is there
   * @return seconds since 1970 UTC
   */
  public static long begun(Optional<StageRecord> first, Clock clock) {
    return first
        .map(record -> record.inputs().sourceDate())
        .filter(date -> date.origin() == Origin.BEGUN)
        .map(SourceDate::epoch)
        .orElseGet(() -> clock.instant().getEpochSecond());
  }

  /** For people: the number, the time, and where it comes from. */
  @Override
  public String toString() {
    return epoch + " (" + Instant.ofEpochSecond(epoch) + "), " + origin.text;
  }
}
