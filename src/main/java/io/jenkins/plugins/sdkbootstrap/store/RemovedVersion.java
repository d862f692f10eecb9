package io.jenkins.plugins.sdkbootstrap.store;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * A version that was removed from a store.
 *
 * @param version what it was
 * @param files the names of the files that are gone
 * @param bytes how much room that made, names of the same file counted once
 */
public record RemovedVersion(StoredVersion version, List<String> files, long bytes)
    implements Serializable {

  /** Copies what could change. */
  public RemovedVersion {
    Objects.requireNonNull(version);
    files = List.copyOf(files);
  }
}
