package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.Seed;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A stage that a store holds.
 *
 * @param id the stage under whose name it is stored
 * @param record the provenance record, of that stage or of the one it reuses; null if it cannot be
 *     read
 * @param problem why it cannot be used, in one line: its tarball is missing or has another digest,
 *     or its record cannot be read; null if it is sound
 */
public record StoredStage(StageId id, StageRecord record, String problem)
    implements PreviousSeed.Candidate, Serializable {

  /** Requires one of the two. */
  public StoredStage {
    Objects.requireNonNull(id);
    if (record == null) {
      Objects.requireNonNull(problem, "neither a record nor a problem");
    }
  }

  /** The size of a missing tarball. */
  public static final long MISSING = -1;

  /**
   * A stage with a record. Its tarball is not read.
   *
   * @param id which stage it must be
   * @param record what is on record
   * @param size of the tarball in bytes, or {@link #MISSING}
   * @param where the origin of the tarball, such as {@code " of build #3"}; empty for the store
   *     itself
   */
  public static StoredStage of(StageId id, StageRecord record, long size, String where) {
    String tarball = "its tarball " + id.tarball(record.tarball().compression()) + where;
    if (!record.canBe(id)) {
      return new StoredStage(id, null, "its record is of " + record.id());
    }
    if (size == MISSING) {
      return new StoredStage(id, record, tarball + " is missing");
    }
    if (size != record.tarball().size()) {
      return new StoredStage(
          id,
          record,
          tarball + " has " + size + " bytes, not the " + record.tarball().size() + " on record");
    }
    return new StoredStage(id, record, null);
  }

  /** A stage whose record was read and whose tarball matches it. */
  public static StoredStage sound(StageRecord record) {
    return new StoredStage(record.id(), record, null);
  }

  /** Whether the stage has this key and no input changed while it ran. */
  public boolean isMadeFrom(Digest key) {
    return isSound() && record.run().changes().isEmpty() && record.key().equals(Optional.of(key));
  }

  /** The same stage, marked as unusable. */
  public StoredStage unsound(String why) {
    return new StoredStage(id, record, why);
  }

  /** Its tarball as the next stage's seed. */
  @Override
  public Seed asSeed() {
    return record.asSeed(id);
  }

  @Override
  public BootstrapId bootstrap() {
    return id.bootstrap();
  }

  @Override
  public Instant finishedOn() {
    return record.run().finishedOn();
  }

  /** The file name of its tarball. */
  public String tarballName() {
    return id.tarball(record.tarball().compression());
  }

  /** Whether the stage can be used. */
  public boolean isSound() {
    return problem == null;
  }
}
