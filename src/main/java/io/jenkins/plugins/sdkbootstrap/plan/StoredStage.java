package io.jenkins.plugins.sdkbootstrap.plan;

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

  /** A stage whose record was read and whose tarball matches it. */
  public static StoredStage sound(StageRecord record) {
    return new StoredStage(Objects.requireNonNull(record), null);
  }

  /** Whether the stage can be used. */
  public boolean isSound() {
    return problem == null;
  }
}
