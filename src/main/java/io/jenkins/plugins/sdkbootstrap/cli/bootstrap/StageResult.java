package io.jenkins.plugins.sdkbootstrap.cli.bootstrap;

import io.jenkins.plugins.sdkbootstrap.cli.report.Sizes;
import io.jenkins.plugins.sdkbootstrap.cli.report.Table;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of one stage of a bootstrap.
 *
 * @param id which stage
 * @param planned what was to be done about it
 * @param record its record as it is now; null for a skipped stage
 * @param time what this run spent on it
 */
public record StageResult(StageId id, PlannedStage planned, StageRecord record, Duration time) {

  /** The closing table: a line a stage. */
  public static List<String> table(List<StageResult> results) {
    Table table =
        new Table("STAGE", "NAME", "STATE", "TIME", "ENTRIES", "SIZE", "RATIO", "SHA-256");
    for (StageResult result : results) {
      PlannedStage planned = result.planned;
      String number = Integer.toString(planned.number());
      if (result.record == null) {
        table.add(number, planned.name(), "skipped", "-", "-", "-", "-", "-");
        continue;
      }
      StageTarball tarball = result.record.tarball();
      table.add(
          number,
          planned.name(),
          result.state(),
          planned.runs() ? Sizes.time(result.time) : "-",
          Long.toString(tarball.entries()),
          Sizes.bytes(tarball.size()),
          String.format(Locale.ROOT, "%.2f", (double) tarball.tarSize() / tarball.size()),
          tarball.sha256().hex());
    }
    return table.lines();
  }

  private String state() {
    if (planned.runs()) {
      return "built";
    }
    return planned.drift().isEmpty() ? "reused" : "reused, drift";
  }

  /** A stage as JSON has it; what follows the date is null for a stage that is not there. */
  public record Json(
      int stage,
      String name,
      String action,
      String reason,
      List<String> drift,
      long sourceDateEpoch,
      String sourceDateOrigin,
      String key,
      String tarball,
      String sha256,
      Long size,
      Long tarSize,
      Long entries,
      Double seconds) {}

  public Json json() {
    Optional<StageTarball> tarball = Optional.ofNullable(record).map(StageRecord::tarball);
    return new Json(
        planned.number(),
        planned.name(),
        planned.action().name().toLowerCase(Locale.ROOT),
        planned.reason(),
        planned.drift(),
        planned.sourceDate().epoch(),
        planned.sourceDate().origin().name().toLowerCase(Locale.ROOT),
        Optional.ofNullable(record)
            .flatMap(StageRecord::key)
            .or(() -> Optional.ofNullable(planned.key()))
            .map(Digest::toString)
            .orElse(null),
        tarball.map(t -> id.tarball(t.compression())).orElse(null),
        tarball.map(t -> t.sha256().hex()).orElse(null),
        tarball.map(StageTarball::size).orElse(null),
        tarball.map(StageTarball::tarSize).orElse(null),
        tarball.map(StageTarball::entries).orElse(null),
        tarball.map(t -> time.toMillis() / 1000.0).orElse(null));
  }
}
