package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.StageSpec;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * Everything that one stage is made from besides its seed: as it is today, or as a record tells.
 *
 * @param spec the stage as sdk.yaml describes it
 * @param script the SHA-256 of its script
 * @param repos the repositories it sees from outside, in sdk.yaml's order
 * @param sourceDateEpoch the time that stands for now in what it makes, seconds since 1970 UTC
 */
public record StageInputs(
    StageSpec spec, Digest script, List<RepoInput> repos, long sourceDateEpoch)
    implements Serializable {

  /** Copies what could change. */
  public StageInputs {
    Objects.requireNonNull(spec);
    Objects.requireNonNull(script);
    repos = List.copyOf(repos);
  }
}
