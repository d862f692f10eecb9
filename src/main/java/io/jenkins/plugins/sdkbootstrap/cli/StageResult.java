package io.jenkins.plugins.sdkbootstrap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.sdkbootstrap.plan.PlannedStage;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import io.jenkins.plugins.sdkbootstrap.provenance.StageTarball;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What came of one stage of a bootstrap.
 *
 * @param planned what was to be done about it
 * @param record its record as it is now; null for a skipped stage
 * @param time what this run spent on it
 */
record StageResult(PlannedStage planned, StageRecord record, Duration time) {

  /** The closing table: a line a stage. */
  static List<String> table(List<StageResult> results) {
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

  /** The same for programs. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("stage", planned.number());
    json.writeStringField("name", planned.name());
    json.writeStringField("action", planned.action().name().toLowerCase(Locale.ROOT));
    json.writeStringField("reason", planned.reason());
    json.writeArrayFieldStart("drift");
    for (String line : planned.drift()) {
      json.writeString(line);
    }
    json.writeEndArray();
    json.writeNumberField("sourceDateEpoch", planned.sourceDate().epoch());
    json.writeStringField(
        "sourceDateOrigin", planned.sourceDate().origin().name().toLowerCase(Locale.ROOT));
    if (record != null) {
      StageTarball tarball = record.tarball();
      json.writeStringField("tarball", record.tarballName());
      json.writeStringField("sha256", tarball.sha256().hex());
      json.writeNumberField("size", tarball.size());
      json.writeNumberField("tarSize", tarball.tarSize());
      json.writeNumberField("entries", tarball.entries());
      json.writeNumberField("seconds", time.toMillis() / 1000.0);
    }
    json.writeEndObject();
  }
}
