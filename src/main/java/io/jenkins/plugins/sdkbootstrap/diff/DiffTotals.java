package io.jenkins.plugins.sdkbootstrap.diff;

/**
 * Counts of changes. Bytes are those of file contents; a hard link has none.
 *
 * @param added how many entries were added
 * @param removed how many entries were removed
 * @param changed how many entries were changed
 * @param addedBytes bytes of added entries
 * @param removedBytes bytes of removed entries
 * @param changedBytesBefore bytes of changed entries, before
 * @param changedBytesAfter bytes of changed entries, after
 */
public record DiffTotals(
    int added,
    int removed,
    int changed,
    long addedBytes,
    long removedBytes,
    long changedBytesBefore,
    long changedBytesAfter) {

  public static final DiffTotals NONE = new DiffTotals(0, 0, 0, 0, 0, 0, 0);

  public int count() {
    return added + removed + changed;
  }

  /** How many more bytes there are after than before; negative if fewer. */
  public long growth() {
    return addedBytes - removedBytes + changedBytesAfter - changedBytesBefore;
  }

  DiffTotals plus(DiffTotals other) {
    return new DiffTotals(
        added + other.added,
        removed + other.removed,
        changed + other.changed,
        addedBytes + other.addedBytes,
        removedBytes + other.removedBytes,
        changedBytesBefore + other.changedBytesBefore,
        changedBytesAfter + other.changedBytesAfter);
  }
}
