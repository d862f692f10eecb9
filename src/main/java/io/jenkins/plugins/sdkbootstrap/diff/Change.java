package io.jenkins.plugins.sdkbootstrap.diff;

import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.Set;

/**
 * One path at which two archives differ.
 *
 * @param path where
 * @param kind whether it was added, removed or changed
 * @param what what changed of it; empty for what was added or removed
 * @param before the entry before, null for what was added
 * @param after the entry after, null for what was removed
 * @param sizeBefore bytes that one reads from it before, also by a further name; 0 where none
 * @param sizeAfter bytes that one reads from it after
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
    /** A symlink's target, or which file this is a further name of. */
    LINK,
    /** File, folder, symlink and so on; a hard link counts as what it is a further name of. */
    TYPE,
    DEVICE,
    /** Modification time; only where it is asked for. */
    TIME
  }
}
