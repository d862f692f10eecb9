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
 * What a store holds of one bootstrap.
 *
 * @param id which
 * @param records of the stages that are there with their tarballs, by number; at least one
 * @param finishedOn when the stage that was finished last was, or was found to be made already
 */
public record StoredVersion(BootstrapId id, List<StageRecord> records, Instant finishedOn)
    implements Serializable {

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

  /** Its last stage, whose root is the SDK, where that is there. */
  public Optional<StoredStage> last() {
    return records.stream().filter(StageRecord::isLast).findFirst().map(this::stored);
  }

  /** The stage of this number, where that is there. */
  public Optional<StoredStage> stage(int number) {
    return records.stream().filter(r -> r.id().number() == number).findFirst().map(this::stored);
  }

  private StoredStage stored(StageRecord record) {
    return new StoredStage(id.stage(record.id().number()), record, null);
  }
}
