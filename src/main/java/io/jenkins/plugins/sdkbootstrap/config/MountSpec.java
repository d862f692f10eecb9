package io.jenkins.plugins.sdkbootstrap.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * A file or directory of the agent that one stage sees.
 *
 * @param path on the agent, absolute or from sdk.yaml's directory
 * @param mount where in the chroot, absolute
 * @param writable whether the stage may write there
 */
public record MountSpec(String path, String mount, boolean writable) implements Serializable {

  /** Requires both ends. */
  public MountSpec {
    Objects.requireNonNull(path);
    Objects.requireNonNull(mount);
  }
}
