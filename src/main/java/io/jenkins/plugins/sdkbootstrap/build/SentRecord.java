package io.jenkins.plugins.sdkbootstrap.build;

import io.jenkins.plugins.sdkbootstrap.agent.ArchiveTask;
import io.jenkins.plugins.sdkbootstrap.provenance.RunDetails;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Holds the record that an agent sends of a stage against all that the controller knows of it
 * already. What only the agent can know, such as the tarball's digest, is its word.
 *
 * @param asked what the agent was asked for
 */
@Restricted(NoExternalUse.class)
public record SentRecord(ArchiveTask asked) {

  /**
   * Reads the record.
   *
   * @throws IOException with one line, where it is none, or not of what was asked for
   */
  public StageRecord read(byte[] json) throws IOException {
    if (json == null) {
      throw new IOException("the agent sent no record of " + asked.stage());
    }
    StageRecord record = StageRecord.parse("the record from the agent", json);
    ArchiveTask.Origin told = asked.origin();
    require("stage", asked.stage(), record.id());
    require("number of stages", asked.config().stages().size(), record.stages());
    require("compression", asked.config().compression(), record.tarball().compression());
    require("inputs", asked.inputs(), record.inputs());
    require("seed", told.seed(), record.seed());
    RunDetails run = record.run();
    require("start", told.started(), run.startedOn());
    require("builder", told.builder(), run.builderId());
    require("builder's version", told.builderVersion(), run.builderVersion());
    require("build", told.invocation(), run.invocationId());
    if (!run.changes().containsAll(told.changes())) {
      require("list of changes", told.changes(), run.changes());
    }
    require("notes", told.notes(), run.notes());
    return record;
  }

  private void require(String what, Object expected, Object sent) throws IOException {
    if (!expected.equals(sent)) {
      throw new IOException(
          "the agent sent a record of "
              + asked.stage()
              + " with another "
              + what
              + " than it was asked for: it is not used");
    }
  }
}
