package io.jenkins.plugins.sdkbootstrap.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * A package repository, bound read-only into the chroot.
 *
 * @param name its key in sdk.yaml
 * @param path its directory on the agent, absolute or from sdk.yaml's directory
 * @param mount where in the chroot, absolute
 */
public record RepoSpec(String name, String path, String mount) implements Serializable {

  /** Requires all three. */
  public RepoSpec {
    Objects.requireNonNull(name);
    Objects.requireNonNull(path);
    Objects.requireNonNull(mount);
  }
}
