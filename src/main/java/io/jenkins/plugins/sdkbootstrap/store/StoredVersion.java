package io.jenkins.plugins.sdkbootstrap.store;

import io.jenkins.plugins.sdkbootstrap.config.BootstrapId;
import io.jenkins.plugins.sdkbootstrap.plan.StoredStage;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.Serializable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The stored stages of one bootstrap.
 *
 * @param id which
 * @param records the records of the stages that have a tarball, by number; at least one
 * @param finishedOn when the last stage was finished or reused
 */
public record StoredVersion(BootstrapId id, List<StageRecord> records, Instant finishedOn)
    implements Serializable {

  /** The oldest first, by the time of the last stage. */
  public static final Comparator<StoredVersion> BY_AGE =
      Comparator.comparing(StoredVersion::finishedOn).thenComparing(v -> v.id().version().text());

  /** Makes a defensive copy. */
  public StoredVersion {
    records = List.copyOf(records);
    if (records.isEmpty()) {
      throw new IllegalArgumentException("a version without a stage");
    }
  }

  /** Its last stage, whose root is the SDK, if it exists. */
  public Optional<StoredStage> last() {
    return records.stream().filter(StageRecord::isLast).findFirst().map(this::stored);
  }

  /** The stage of this number, if it exists. */
  public Optional<StoredStage> stage(int number) {
    return records.stream().filter(r -> r.id().number() == number).findFirst().map(this::stored);
  }

  private StoredStage stored(StageRecord record) {
    return new StoredStage(id.stage(record.id().number()), record, null);
  }
}
