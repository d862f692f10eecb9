package io.jenkins.plugins.sdkbootstrap.diff;

import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.Set;

/**
 * One path at which two archives differ.
 *
 * @param path where
 * @param kind whether it was added, removed or changed
 * @param what the attributes that changed; empty if it was added or removed
 * @param before the entry before; null if it was added
 * @param after the entry after; null if it was removed
 * @param sizeBefore bytes of its content before, also through a hard link; 0 if none
 * @param sizeAfter bytes of its content after
 */
public record Change(
    RootPath path,
    Kind kind,
    Set<What> what,
    Entry before,
    Entry after,
    long sizeBefore,
    long sizeAfter) {

  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  public enum What {
    /** A file's bytes. */
    CONTENT,
    MODE,
    OWNER,
    /** The target of a symlink or hard link. */
    LINK,
    /** File, directory, symlink and so on; a hard link counts as its target. */
    TYPE,
    DEVICE,
    /** Modification time; only if requested. */
    TIME
  }
}
