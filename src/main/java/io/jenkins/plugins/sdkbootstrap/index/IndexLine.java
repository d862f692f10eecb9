package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One entry in the index: a line of mtree(5) with the full path and all keywords, which bsdtar and
 * NetBSD's mtree can read.
 *
 * <p>The line of a hard link has the keywords of its target, so that these tools can check it. The
 * target follows the offset in {@code tags}: {@code tags=offset:N,hardlink:./usr/bin/x}.
 */
public final class IndexLine {

  /** The longest line, in bytes; the longest possible path takes 16 KiB of it. */
  public static final int MAX_LENGTH = 1 << 18;

  private static final String OFFSET = "offset:";
  private static final String HARDLINK = "hardlink:";

  private IndexLine() {}

  /**
   * Spells an entry, without the end of the line.
   *
   * @param e the entry
   * @param content the entry itself or, for a hard link, its target
   * @param out what the line is appended to
   */
  static void format(Entry e, Entry content, StringBuilder out) {
    spell(e.path().raw(), out);
    out.append(" type=").append(content.type().id());
    out.append(" mode=0").append(Integer.toOctalString(e.mode()));
    out.append(" uid=").append(e.uid()).append(" gid=").append(e.gid());
    if (content.type() == EntryType.FILE) {
      out.append(" size=").append(content.size());
    }
    // Both tools read the digits after the dot as nanoseconds, so leading zeros are necessary.
    out.append(" time=").append(e.mtimeSeconds()).append('.');
    for (int unit = 100_000_000; unit > 1 && e.mtimeNanos() < unit; unit /= 10) {
      out.append('0');
    }
    out.append(e.mtimeNanos());
    if (content.type() == EntryType.SYMLINK) {
      out.append(" link=");
      Mtree.escape(content.link(), out);
    }
    if (content.type().isDevice()) {
      out.append(" device=native,").append(content.deviceMajor());
      out.append(',').append(content.deviceMinor());
    }
    if (content.sha256() != null) {
      out.append(" sha256digest=").append(content.sha256().hex());
    }
    out.append(" tags=").append(OFFSET).append(e.offset());
    if (e.type() == EntryType.HARDLINK) {
      // A comma separates tags.
      StringBuilder target = new StringBuilder();
      spell(e.link(), target);
      out.append(',').append(HARDLINK).append(target.toString().replace(",", "\\054"));
    }
  }

  private static void spell(byte[] path, StringBuilder out) {
    out.append('.');
    if (path.length > 0) {
      out.append('/');
      Mtree.escape(path, out);
    }
  }

  /**
   * Reads a line. A hard link is returned as in the archive: with size 0 and without a digest.
   * Skips unknown keywords.
   *
   * @param text holds the line, in ASCII
   * @param start where the line begins in it
   * @param end where it ends
   * @throws IllegalArgumentException that says what is wrong in the line
   */
  public static Entry parse(byte[] text, int start, int end) {
    Fields fields = new Fields(text, start, end);
    EntryType type = fields.type;
    boolean hardlink = fields.hardlink != null;
    if (hardlink && type == EntryType.DIRECTORY) {
      throw new IllegalArgumentException("a hard link to a directory");
    }
    if (type == EntryType.SYMLINK && fields.link == null) {
      throw new IllegalArgumentException("a symlink without 'link='");
    }
    if (type == EntryType.FILE && fields.size < 0) {
      throw new IllegalArgumentException("a file without 'size='");
    }
    boolean file = type == EntryType.FILE && !hardlink;
    boolean device = type.isDevice() && !hardlink;
    byte[] link = hardlink ? fields.hardlink : type == EntryType.SYMLINK ? fields.link : null;
    return new Entry(
        fields.path,
        hardlink ? EntryType.HARDLINK : type,
        fields.mode,
        fields.uid,
        fields.gid,
        file ? fields.size : 0,
        fields.seconds,
        fields.nanos,
        link,
        device ? fields.major : 0,
        device ? fields.minor : 0,
        file ? fields.sha256 : null,
        fields.offset);
  }

  /** The known keywords of a line, read in place: an index has many lines. */
  private static final class Fields {
    private final byte[] text;
    private final RootPath path;
    private EntryType type;
    private int mode = -1;
    private long uid = -1;
    private long gid = -1;
    private long size = -1;
    private boolean timed;
    private long seconds;
    private int nanos;
    private byte[] link;
    private byte[] hardlink;
    private long major;
    private long minor;
    private Digest sha256;
    private long offset = -1;

    Fields(byte[] text, int start, int end) {
      this.text = text;
      int to = find(' ', start, end);
      path = path(start, to);
      while (to < end) {
        int from = to + 1;
        to = find(' ', from, end);
        int equals = find('=', from, to);
        if (equals > from && equals < to) {
          keyword(from, equals, to);
        }
      }
      require(type != null, "type");
      require(mode >= 0, "mode");
      require(uid >= 0, "uid");
      require(gid >= 0, "gid");
      require(timed, "time");
      require(offset >= 0, "tags=offset");
    }

    private void keyword(int from, int equals, int to) {
      int value = equals + 1;
      if (is("type", from, equals)) {
        type = type(string(value, to));
      } else if (is("mode", from, equals)) {
        mode = (int) number("mode", value, to, 8, 07777);
      } else if (is("uid", from, equals)) {
        uid = number("uid", value, to, 10, Long.MAX_VALUE);
      } else if (is("gid", from, equals)) {
        gid = number("gid", value, to, 10, Long.MAX_VALUE);
      } else if (is("size", from, equals)) {
        size = number("size", value, to, 10, Long.MAX_VALUE);
      } else if (is("time", from, equals)) {
        time(value, to);
      } else if (is("link", from, equals)) {
        link = bytes(value, to);
      } else if (is("device", from, equals)) {
        device(value, to);
      } else if (is("sha256digest", from, equals)) {
        sha256 = new Digest("sha256", string(value, to).toLowerCase(Locale.ROOT));
      } else if (is("tags", from, equals)) {
        tags(value, to);
      }
    }

    private void time(int from, int to) {
      int dot = find('.', from, to);
      boolean negative = from < dot && text[from] == '-';
      long magnitude = number("time", negative ? from + 1 : from, dot, 10, Long.MAX_VALUE);
      seconds = negative ? -magnitude : magnitude;
      nanos = dot == to ? 0 : (int) number("time", dot + 1, to, 10, 999_999_999);
      timed = true;
    }

    private void device(int from, int to) {
      int first = find(',', from, to);
      int second = find(',', Math.min(to, first + 1), to);
      if (!starts("native,", from, first + 1)
          || find(',', Math.min(to, second + 1), to) < to
          || second == to) {
        throw new IllegalArgumentException(
            "'device=" + string(from, to) + "'; it is written as device=native,MAJOR,MINOR");
      }
      major = number("device", first + 1, second, 10, Long.MAX_VALUE);
      minor = number("device", second + 1, to, 10, Long.MAX_VALUE);
    }

    private void tags(int from, int to) {
      for (int start = from; start < to; ) {
        int end = find(',', start, to);
        if (starts(OFFSET, start, end)) {
          offset = number(OFFSET, start + OFFSET.length(), end, 10, Long.MAX_VALUE);
        } else if (starts(HARDLINK, start, end)) {
          hardlink = path(start + HARDLINK.length(), end).bytes();
        }
        start = end + 1;
      }
    }

    /** The place of the next such byte; the end where there is none. */
    private int find(char wanted, int from, int to) {
      int at = from;
      while (at < to && text[at] != wanted) {
        at++;
      }
      return at;
    }

    private boolean is(String word, int from, int to) {
      return to - from == word.length() && starts(word, from, to);
    }

    private boolean starts(String with, int from, int to) {
      int length = with.length();
      boolean same = to - from >= length;
      for (int i = 0; same && i < length; i++) {
        same = text[from + i] == with.charAt(i);
      }
      return same;
    }

    private String string(int from, int to) {
      return new String(text, from, to - from, StandardCharsets.US_ASCII);
    }

    private RootPath path(int from, int to) {
      if (!starts("./", from, to) && !is(".", from, to)) {
        throw new IllegalArgumentException("a path that does not begin with './'");
      }
      return RootPath.of(bytes(Math.min(to, from + 2), to));
    }

    private byte[] bytes(int from, int to) {
      byte[] bytes = Mtree.unescape(Arrays.copyOfRange(text, from, to));
      for (byte b : bytes) {
        if (b == 0) {
          throw new IllegalArgumentException("a NUL byte in '" + string(from, to) + "'");
        }
      }
      return bytes;
    }

    private static EntryType type(String word) {
      return EntryType.ofId(word)
          .filter(t -> t != EntryType.HARDLINK)
          .orElseThrow(() -> new IllegalArgumentException("unknown type '" + word + "'"));
    }

    private long number(String name, int from, int to, int radix, long most) {
      long largest = Long.MAX_VALUE / radix;
      long value = from < to ? 0 : -1;
      for (int i = from; i < to && value >= 0; i++) {
        int digit = text[i] - '0';
        boolean fits =
            value < largest || value == largest && digit <= Long.MAX_VALUE - largest * radix;
        value = digit >= 0 && digit < radix && fits ? value * radix + digit : -1;
      }
      if (value < 0 || value > most) {
        throw new IllegalArgumentException("'" + string(from, to) + "' is no " + name);
      }
      return value;
    }

    private static void require(boolean present, String keyword) {
      if (!present) {
        throw new IllegalArgumentException("no '" + keyword + "'");
      }
    }
  }
}
