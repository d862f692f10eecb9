package io.jenkins.plugins.sdkbootstrap.store;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.Serializable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a store holds of one bootstrap.
 *
 * @param id which
 * @param records of the stages that are there with their tarballs, by number; at least one
 */
public record StoredVersion(BootstrapId id, List<StageRecord> records) implements Serializable {

  /** The oldest first, by the end of what each has finished last. */
  public static final Comparator<StoredVersion> BY_AGE =
      Comparator.comparing(StoredVersion::finishedOn).thenComparing(v -> v.id().version().text());

  /** Copies what could change. */
  public StoredVersion {
    records = List.copyOf(records);
    if (records.isEmpty()) {
      throw new IllegalArgumentException("a version without a stage");
    }
  }

  /** The record of its last stage, whose root is the SDK, where that is there. */
  public Optional<StageRecord> last() {
    return records.stream().filter(StageRecord::isLast).findFirst();
  }

  /** When the stage that was finished last was. */
  public Instant finishedOn() {
    return records.stream()
        .map(r -> r.run().finishedOn())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
