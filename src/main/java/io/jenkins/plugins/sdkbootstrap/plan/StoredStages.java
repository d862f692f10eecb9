package io.jenkins.plugins.sdkbootstrap.plan;

import java.io.IOException;
import java.util.Optional;

/**
 * What a store holds of one bootstrap. It is asked only for the stages that the plan depends on, as
 * the answer may cost the reading of a tarball.
 */
@FunctionalInterface
public interface StoredStages {

  /** A store that holds nothing. */
  StoredStages NONE = number -> Optional.empty();

  /**
   * A stage with a record; without one it does not exist.
   *
   * @param number the stage's, counted from 1
   */
  Optional<StoredStage> find(int number) throws IOException, InterruptedException;
}
