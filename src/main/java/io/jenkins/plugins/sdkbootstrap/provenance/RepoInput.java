package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.RepoSpec;
import java.io.Serializable;
import java.util.Objects;

/**
 * A repository as one stage saw it.
 *
 * @param repo its name, directory and mount point
 * @param digest its content
 */
public record RepoInput(RepoSpec repo, RepoDigest digest) implements Serializable {

  /** Requires both. */
  public RepoInput {
    Objects.requireNonNull(repo);
    Objects.requireNonNull(digest);
  }
}
