package io.jenkins.plugins.sdkbootstrap.root;

/** An entry's type and permission bits as {@code ls -l} writes them: {@code drwxr-xr-x}. */
public final class EntryMode {

  private static final String RIGHTS = "rwxrwxrwx";

  private EntryMode() {}

  /** Ten letters; a hard link's first is an {@code h}. */
  public static String text(Entry entry) {
    StringBuilder out = new StringBuilder();
    append(entry, out);
    return out.toString();
  }

  /** Appends the same. */
  public static void append(Entry entry, StringBuilder out) {
    out.append(
        switch (entry.type()) {
          case FILE -> '-';
          case DIRECTORY -> 'd';
          case SYMLINK -> 'l';
          case HARDLINK -> 'h';
          case CHAR_DEVICE -> 'c';
          case BLOCK_DEVICE -> 'b';
          case FIFO -> 'p';
        });
    int mode = entry.mode();
    for (int i = 0; i < RIGHTS.length(); i++) {
      boolean set = (mode >> (8 - i) & 1) != 0;
      // setuid, setgid and sticky replace the three x.
      if (i % 3 == 2 && (mode >> (11 - i / 3) & 1) != 0) {
        char letter = i == 8 ? 't' : 's';
        out.append(set ? letter : Character.toUpperCase(letter));
      } else {
        out.append(set ? RIGHTS.charAt(i) : '-');
      }
    }
  }
}
