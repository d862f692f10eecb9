package io.jenkins.plugins.sdkbootstrap.plan;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.provenance.StageRecord;
import java.io.IOException;
import java.util.Optional;

/**
 * What a store holds for one bootstrap. It is asked only for the stages that the plan depends on,
 * as the answer may cost the reading of a tarball.
 */
public interface StoredStages {

  /** A store that holds nothing. */
  StoredStages NONE = number -> Optional.empty();

  /**
   * A stage with a record; without one it does not exist.
   *
   * @param number the stage's, counted from 1
   */
  Optional<StoredStage> find(int number) throws IOException, InterruptedException;

  /**
   * A sound stage of whichever SDK and version that was made from the same.
   *
   * @param number the stage's, counted from 1
   * @param key of what the stage would be made from
   */
  default Optional<StoredStage> made(int number, Digest key)
      throws IOException, InterruptedException {
    return Optional.empty();
  }

  /**
   * The stage of this number that the same SDK has made last, in whichever version: to say why it
   * runs again.
   */
  default Optional<StageRecord> newest(int number) throws IOException, InterruptedException {
    return Optional.empty();
  }
}
