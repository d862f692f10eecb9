package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.MountSpec;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * A file or directory of the agent as one stage saw it.
 *
 * @param mount where it was on the agent and in the chroot
 * @param content its content; null if unknown: it was writable, or neither a file nor a directory
 */
public record MountInput(MountSpec mount, RepoDigest content) implements Serializable {

  /** Requires the mount. */
  public MountInput {
    Objects.requireNonNull(mount);
  }

  /** Its content, if known. */
  public Optional<RepoDigest> known() {
    return Optional.ofNullable(content);
  }
}
