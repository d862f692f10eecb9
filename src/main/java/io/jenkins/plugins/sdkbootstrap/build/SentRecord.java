package io.jenkins.plugins.sdkbootstrap.build;

import io.jenkins.plugins.sdkbootstrap.agent.ArchiveTask;
import io.jenkins.plugins.sdkbootstrap.agent.StageArguments;
import io.jenkins.plugins.sdkbootstrap.compress.Compression;
import io.jenkins.plugins.sdkbootstrap.provenance.RunDetails;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.util.List;

/**
 * Holds the record that an agent sends of a stage against all that the controller knows of it
 * already. What only the agent can know, such as the tarball's digest, is its word.
 *
 * @param stage which stage was asked for
 * @param compression of the tarball; null where sdk.yaml, which is on the agent, says
 * @param told what the agent was told to put on record
 * @param plans what the build set out to bootstrap
 */
public record SentRecord(
    StageArguments stage,
    Compression compression,
    ArchiveTask.Origin told,
    List<PlannedSdk> plans) {

  /**
   * Reads the record.
   *
   * @throws IOException with one line, where it is none, or not of what was asked for
   */
  public StageRecord read(byte[] json) throws IOException {
    if (json == null) {
      throw new IOException("the agent sent no record of stage " + stage.stage());
    }
    StageRecord record = StageRecord.parse("the record from the agent", json);
    require("stage", stage.stage(), record.id().number());
    require("version", stage.version(), record.id().version());
    if (stage.arch() != null) {
      require("architecture", stage.arch(), record.id().arch());
    }
    if (compression != null) {
      require("compression", compression, record.tarball().compression());
    }
    require("seed", told.seed(), record.seed());
    RunDetails run = record.run();
    require("start", told.started(), run.startedOn());
    require("builder", told.builder(), run.builderId());
    require("builder's version", told.builderVersion(), run.builderVersion());
    require("build", told.invocation(), run.invocationId());
    require("notes", told.notes(), run.notes());
    for (PlannedSdk plan : plans) {
      if (plan.isOf(stage.config(), record.id().arch(), stage.version().text())) {
        require("SDK", plan.getSdk(), record.sdk());
        require("number of stages", plan.getNames().size(), record.stages());
        require(
            "stage's name", plan.getNames().get(stage.stage() - 1), record.inputs().spec().name());
      }
    }
    return record;
  }

  private void require(String what, Object expected, Object sent) throws IOException {
    if (!expected.equals(sent)) {
      throw new IOException(
          "the agent sent a record of stage "
              + stage.stage()
              + " with another "
              + what
              + " than it was asked for: it is not used");
    }
  }
}
