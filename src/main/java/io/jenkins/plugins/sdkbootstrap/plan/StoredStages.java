package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.util.Optional;

/**
 * The stored stages of one bootstrap. The planner only asks for the stages that it needs, because
 * an answer may require reading a tarball.
 */
public interface StoredStages {

  /** An empty store. */
  StoredStages NONE = number -> Optional.empty();

  /**
   * A stage with a record; without one it does not exist.
   *
   * @param number the stage's, counted from 1
   */
  Optional<StoredStage> find(int number) throws IOException, InterruptedException;

  /**
   * A sound stage with the same inputs, of any SDK and version.
   *
   * @param number the stage's, counted from 1
   * @param key the key of the inputs
   */
  default Optional<StoredStage> made(int number, Digest key)
      throws IOException, InterruptedException {
    return Optional.empty();
  }

  /**
   * The newest stage with this number of the same SDK, of any version: to say why it runs again.
   */
  default Optional<StageRecord> newest(int number) throws IOException, InterruptedException {
    return Optional.empty();
  }
}
