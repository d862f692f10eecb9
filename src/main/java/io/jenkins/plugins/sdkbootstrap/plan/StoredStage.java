package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.Serializable;
import java.util.Objects;

/**
 * A stage that a store holds.
 *
 * @param record what is on record; null where it cannot be read
 * @param problem why it cannot be used, a line: its tarball is missing or does not match its
 *     digest, or its record cannot be read; null for a sound one
 */
public record StoredStage(StageRecord record, String problem) implements Serializable {

  /** Requires one of the two. */
  public StoredStage {
    if (record == null) {
      Objects.requireNonNull(problem, "neither a record nor a problem");
    }
  }

  /** The size of a tarball that is not there. */
  public static final long MISSING = -1;

  /**
   * A stage with a record, as far as can be told without reading its tarball.
   *
   * @param id which stage it must be
   * @param record what is on record
   * @param size of the tarball in bytes, or {@link #MISSING}
   * @param where the tarball is, such as {@code " of build #3"}; empty for the store itself
   */
  public static StoredStage of(StageId id, StageRecord record, long size, String where) {
    String tarball = "its tarball " + record.tarballName() + where;
    if (!record.id().equals(id)) {
      return new StoredStage(null, "its record is of " + record.id());
    }
    if (size == MISSING) {
      return new StoredStage(record, tarball + " is missing");
    }
    if (size != record.tarball().size()) {
      return new StoredStage(
          record,
          tarball + " has " + size + " bytes, not the " + record.tarball().size() + " on record");
    }
    return sound(record);
  }

  /** A stage whose record was read and whose tarball matches it. */
  public static StoredStage sound(StageRecord record) {
    return new StoredStage(Objects.requireNonNull(record), null);
  }

  /** Whether the stage can be used. */
  public boolean isSound() {
    return problem == null;
  }
}
