package io.jenkins.plugins.sdkbootstrap.archive;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The lines that {@code tar -tv} prints, in their order: the column of sizes grows with the widest
 * owner and size so far.
 */
final class ContentsLine {

  /** How wide owner, group and size are together at first. */
  private static final int FIRST_WIDTH = 18;

  private int width = FIRST_WIDTH;
  private long lastMinute;
  private String lastTime;

  /** The line of the entry that comes next, without its end. */
  String next(Entry e) {
    String owner = e.uid() + "/" + e.gid();
    String size =
        e.type().isDevice() ? e.deviceMajor() + "," + e.deviceMinor() : Long.toString(e.size());
    width = Math.max(width, owner.length() + size.length());
    String padding = " ".repeat(width - owner.length() - size.length());
    String line = mode(e) + " " + owner + " " + padding + size + " " + time(e) + " " + name(e);
    return switch (e.type()) {
      case SYMLINK -> line + " -> " + quote(e.link());
      case HARDLINK -> line + " link to ./" + quote(e.link());
      default -> line;
    };
  }

  private static String mode(Entry e) {
    char[] letters = {type(e.type()), 'r', 'w', 'x', 'r', 'w', 'x', 'r', 'w', 'x'};
    for (int i = 0; i < 9; i++) {
      if ((e.mode() & 0400 >> i) == 0) {
        letters[1 + i] = '-';
      }
    }
    special(letters, 3, (e.mode() & 04000) != 0, 's');
    special(letters, 6, (e.mode() & 02000) != 0, 's');
    special(letters, 9, (e.mode() & 01000) != 0, 't');
    return new String(letters);
  }

  private static void special(char[] letters, int at, boolean set, char letter) {
    if (set) {
      letters[at] = letters[at] == 'x' ? letter : Character.toUpperCase(letter);
    }
  }

  private static char type(EntryType type) {
    return switch (type) {
      case FILE -> '-';
      case DIRECTORY -> 'd';
      case SYMLINK -> 'l';
      case HARDLINK -> 'h';
      case CHAR_DEVICE -> 'c';
      case BLOCK_DEVICE -> 'b';
      case FIFO -> 'p';
    };
  }

  /** To the minute; many entries of a root have the same, so the last one is kept. */
  private String time(Entry e) {
    long minute = Math.floorDiv(e.mtimeSeconds(), 60);
    if (lastTime == null || minute != lastMinute) {
      lastMinute = minute;
      lastTime = spelled(e.mtimeSeconds());
    }
    return lastTime;
  }

  private static String spelled(long seconds) {
    try {
      LocalDateTime t = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
      return padded(t.getYear(), 4)
          + "-"
          + padded(t.getMonthValue(), 2)
          + "-"
          + padded(t.getDayOfMonth(), 2)
          + " "
          + padded(t.getHour(), 2)
          + ":"
          + padded(t.getMinute(), 2);
    } catch (DateTimeException beyondAllCalendars) {
      return Long.toString(seconds);
    }
  }

  private static String padded(int number, int digits) {
    String text = Integer.toString(number);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }

  private static String name(Entry e) {
    String slash = e.type() == EntryType.DIRECTORY ? "/" : "";
    return e.path().isRoot() ? "./" : "./" + quote(e.path().bytes()) + slash;
  }

  /** As GNU tar spells names: the letters of C for control characters, octal for other bytes. */
  private static String quote(byte[] name) {
    StringBuilder out = new StringBuilder(name.length + 16);
    for (byte b : name) {
      int c = b & 0xff;
      int letter = "\u0007\b\t\n\u000b\f\r\\".indexOf(c);
      if (letter >= 0) {
        out.append('\\').append("abtnvfr\\".charAt(letter));
      } else if (c < ' ' || c >= 0x7f) {
        Mtree.appendOctal(out, c);
      } else {
        out.append((char) c);
      }
    }
    return out.toString();
  }
}
