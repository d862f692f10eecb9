package io.jenkins.plugins.sdkbootstrap.root;

/** An entry's type and permission bits as {@code ls -l} writes them: {@code drwxr-xr-x}. */
public final class EntryMode {

  private static final String RIGHTS = "rwxrwxrwx";

  private EntryMode() {}

  /** Ten letters; a hard link's first is an {@code h}. */
  public static String text(Entry entry) {
    char type =
        switch (entry.type()) {
          case FILE -> '-';
          case DIRECTORY -> 'd';
          case SYMLINK -> 'l';
          case HARDLINK -> 'h';
          case CHAR_DEVICE -> 'c';
          case BLOCK_DEVICE -> 'b';
          case FIFO -> 'p';
        };
    StringBuilder text = new StringBuilder().append(type);
    for (int i = 0; i < RIGHTS.length(); i++) {
      text.append((entry.mode() >> (8 - i) & 1) != 0 ? RIGHTS.charAt(i) : '-');
    }
    special(text, 3, (entry.mode() & 04000) != 0, 's');
    special(text, 6, (entry.mode() & 02000) != 0, 's');
    special(text, 9, (entry.mode() & 01000) != 0, 't');
    return text.toString();
  }

  private static void special(StringBuilder text, int at, boolean set, char letter) {
    if (set) {
      text.setCharAt(at, text.charAt(at) == 'x' ? letter : Character.toUpperCase(letter));
    }
  }
}
