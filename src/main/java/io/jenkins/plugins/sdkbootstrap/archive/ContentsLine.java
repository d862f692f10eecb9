package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryMode;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
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

  /** The padding of the column of sizes; longer than any two numbers need. */
  private static final char[] PADDING = " ".repeat(100).toCharArray();

  private final StringBuilder line = new StringBuilder();
  private int width = FIRST_WIDTH;
  private long lastMinute;
  private String lastTime;

  /**
   * The line of the next entry, without its end.
   *
   * @return the line, valid until the next one is asked for
   */
  CharSequence next(Entry e) {
    line.setLength(0);
    EntryMode.append(e, line);
    line.append(' ');
    int start = line.length();
    line.append(e.uid()).append('/').append(e.gid());
    int owner = line.length();
    if (e.type().isDevice()) {
      line.append(e.deviceMajor()).append(',').append(e.deviceMinor());
    } else {
      line.append(e.size());
    }
    width = Math.max(width, line.length() - start);
    line.insert(owner, PADDING, 0, 1 + width - (line.length() - start));
    line.append(' ').append(time(e)).append(" .");
    if (e.path().isRoot()) {
      line.append('/');
    } else {
      name(e.path().raw());
      if (e.type() == EntryType.DIRECTORY) {
        line.append('/');
      }
    }
    if (e.type() == EntryType.SYMLINK) {
      line.append(" -> ");
      quote(e.link());
    } else if (e.type() == EntryType.HARDLINK) {
      line.append(" link to .");
      name(e.link());
    }
    return line;
  }

  /** The time to the minute. The last one is cached, because many entries have the same. */
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

  private void name(byte[] path) {
    line.append('/');
    quote(path);
  }

  /** Spells names as GNU tar does: C escapes for control characters, octal for other bytes. */
  private void quote(byte[] name) {
    for (byte b : name) {
      int c = b & 0xff;
      int letter = "\u0007\b\t\n\u000b\f\r\\".indexOf(c);
      if (letter >= 0) {
        line.append('\\').append("abtnvfr\\".charAt(letter));
      } else if (c < ' ' || c >= 0x7f) {
        Mtree.appendOctal(line, c);
      } else {
        line.append((char) c);
      }
    }
  }
}
