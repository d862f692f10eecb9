package io.jenkins.plugins.sdkbootstrap.config;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * A directory that outlives builds on the agent, bound read-write into the chroot.
 *
 * @param name its key in sdk.yaml
 * @param path its directory on the agent, absolute or from sdk.yaml's directory; null if the driver
 *     chooses one (in its cache directory, by name)
 * @param mount where in the chroot, absolute
 */
public record CacheSpec(String name, String path, String mount) implements Serializable {

  /** Requires name and mount. */
  public CacheSpec {
    Objects.requireNonNull(name);
    Objects.requireNonNull(mount);
  }

  /** The directory in sdk.yaml, if there is one. */
  public Optional<String> directory() {
    return Optional.ofNullable(path);
  }
}
