package io.jenkins.plugins.sdkbootstrap.config;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * A directory that outlives builds on the agent, bound read-write into the chroot.
 *
 * @param name its key in sdk.yaml
 * @param path its directory on the agent, absolute or from sdk.yaml's directory; null where the
 *     driver chooses one (its cache directory, then the name)
 * @param mount where in the chroot, absolute
 */
public record CacheSpec(String name, String path, String mount) implements Serializable {

  /** Requires name and mount. */
  public CacheSpec {
    Objects.requireNonNull(name);
    Objects.requireNonNull(mount);
  }

  /** The directory that sdk.yaml names, if it does. */
  public Optional<String> directory() {
    return Optional.ofNullable(path);
  }
}
