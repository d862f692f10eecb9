package io.jenkins.plugins.sdkbootstrap.elf;

import io.jenkins.plugins.sdkbootstrap.root.RootPath;

/**
 * One link from a root to something outside of it.
 *
 * @param file the ELF file that reaches out of the root
 * @param kind how it depends on it
 * @param target the library, the interpreter or the search path, printable
 * @param reason why that is not in the root
 */
public record LinkFinding(RootPath file, Kind kind, String target, String reason) {

  /** How an ELF file can depend on something outside of its root. */
  public enum Kind {
    /** A loader that the root does not have. */
    INTERPRETER("needs the interpreter"),
    /** A library that the root does not have. */
    LIBRARY("needs the library"),
    /** A search path for libraries that the root does not have. */
    RPATH("looks for libraries in");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  @Override
  public String toString() {
    return file + ": " + kind.words + " " + target + ": " + reason;
  }
}
