package io.jenkins.plugins.sdkbootstrap.store;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * A version that was removed from a store.
 *
 * @param version what it was
 * @param files the names of the removed files
 * @param bytes how much space that freed; hard links count once
 */
public record RemovedVersion(StoredVersion version, List<String> files, long bytes)
    implements Serializable {

  /** Makes a defensive copy. */
  public RemovedVersion {
    Objects.requireNonNull(version);
    files = List.copyOf(files);
  }
}
