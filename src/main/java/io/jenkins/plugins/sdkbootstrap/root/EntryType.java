package io.jenkins.plugins.sdkbootstrap.root;

import java.util.Optional;

/** The type of an entry of a root. The ids are the types of mtree(5), and {@code hardlink}. */
public enum EntryType {
  FILE("file"),
  DIRECTORY("dir"),
  SYMLINK("link"),
  /** A hard link: one more name of a file that came earlier in the archive. */
  HARDLINK("hardlink"),
  CHAR_DEVICE("char"),
  BLOCK_DEVICE("block"),
  FIFO("fifo");

  private static final EntryType[] TYPES = values();

  private final String id;

  EntryType(String id) {
    this.id = id;
  }

  /** The name in listings and in the index. */
  public String id() {
    return id;
  }

  public static Optional<EntryType> ofId(String id) {
    // Asked for each line of an index, where a stream and a copy of the values would cost.
    for (EntryType type : TYPES) {
      if (type.id.equals(id)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Whether this is a device node, which only the real root can make. */
  public boolean isDevice() {
    return this == CHAR_DEVICE || this == BLOCK_DEVICE;
  }
}
