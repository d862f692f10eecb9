package io.jenkins.plugins.sdkbootstrap.root;

import java.util.Arrays;
import java.util.Optional;

/** What an entry of a root is; the words are those of mtree(5), and {@code hardlink}. */
public enum EntryType {
  FILE("file"),
  DIRECTORY("dir"),
  SYMLINK("link"),
  /** A hard link: one more name of a file that came earlier in the archive. */
  HARDLINK("hardlink"),
  CHAR_DEVICE("char"),
  BLOCK_DEVICE("block"),
  FIFO("fifo");

  private final String word;

  EntryType(String word) {
    this.word = word;
  }

  /** The type's word in listings and in the index. */
  public String word() {
    return word;
  }

  public static Optional<EntryType> ofWord(String word) {
    return Arrays.stream(values()).filter(t -> t.word.equals(word)).findFirst();
  }

  /** Whether this is a device node, which only the real root can make. */
  public boolean isDevice() {
    return this == CHAR_DEVICE || this == BLOCK_DEVICE;
  }
}
