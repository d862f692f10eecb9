package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.Mtree;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
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
   * @throws IllegalArgumentException that says what is wrong in the line
   */
  public static Entry parse(String line) {
    Fields fields = new Fields(line);
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

  /** The known keywords of a line. */
  private static final class Fields {
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

    Fields(String line) {
      int end = end(line, 0);
      path = path(line.substring(0, end));
      while (end < line.length()) {
        int start = end + 1;
        end = end(line, start);
        int equals = line.indexOf('=', start);
        if (equals > start && equals < end) {
          keyword(line.substring(start, equals), line.substring(equals + 1, end));
        }
      }
      require(type != null, "type");
      require(mode >= 0, "mode");
      require(uid >= 0, "uid");
      require(gid >= 0, "gid");
      require(timed, "time");
      require(offset >= 0, "tags=offset");
    }

    private void keyword(String name, String value) {
      switch (name) {
        case "type" -> type = type(value);
        case "mode" -> mode = (int) number(name, value, 8, 07777);
        case "uid" -> uid = number(name, value, 10, Long.MAX_VALUE);
        case "gid" -> gid = number(name, value, 10, Long.MAX_VALUE);
        case "size" -> size = number(name, value, 10, Long.MAX_VALUE);
        case "time" -> time(value);
        case "link" -> link = bytes(value);
        case "device" -> device(value);
        case "sha256digest" -> sha256 = digest(value);
        case "tags" -> tags(value);
        default -> {}
      }
    }

    private void time(String value) {
      int dot = value.indexOf('.');
      String whole = dot < 0 ? value : value.substring(0, dot);
      boolean negative = whole.startsWith("-");
      long magnitude = number("time", negative ? whole.substring(1) : whole, 10, Long.MAX_VALUE);
      seconds = negative ? -magnitude : magnitude;
      nanos = dot < 0 ? 0 : (int) number("time", value.substring(dot + 1), 10, 999_999_999);
      timed = true;
    }

    private void device(String value) {
      String[] parts = value.split(",", -1);
      if (parts.length != 3 || !parts[0].equals("native")) {
        throw new IllegalArgumentException(
            "'device=" + value + "'; it is written as device=native,MAJOR,MINOR");
      }
      major = number("device", parts[1], 10, Long.MAX_VALUE);
      minor = number("device", parts[2], 10, Long.MAX_VALUE);
    }

    private void tags(String value) {
      for (String tag : value.split(",", -1)) {
        if (tag.startsWith(OFFSET)) {
          offset = number(OFFSET, tag.substring(OFFSET.length()), 10, Long.MAX_VALUE);
        } else if (tag.startsWith(HARDLINK)) {
          hardlink = path(tag.substring(HARDLINK.length())).bytes();
        }
      }
    }

    private static int end(String line, int start) {
      int space = line.indexOf(' ', start);
      return space < 0 ? line.length() : space;
    }

    private static RootPath path(String spelled) {
      if (!spelled.equals(".") && !spelled.startsWith("./")) {
        throw new IllegalArgumentException("a path that does not begin with './'");
      }
      return RootPath.of(bytes(spelled));
    }

    private static byte[] bytes(String spelled) {
      byte[] bytes = Mtree.unescape(spelled);
      for (byte b : bytes) {
        if (b == 0) {
          throw new IllegalArgumentException("a NUL byte in '" + spelled + "'");
        }
      }
      return bytes;
    }

    private static EntryType type(String word) {
      return EntryType.ofId(word)
          .filter(t -> t != EntryType.HARDLINK)
          .orElseThrow(() -> new IllegalArgumentException("unknown type '" + word + "'"));
    }

    private static Digest digest(String hex) {
      return new Digest("sha256", hex.toLowerCase(Locale.ROOT));
    }

    private static long number(String name, String digits, int radix, long most) {
      try {
        long value = digits.startsWith("+") ? -1 : Long.parseLong(digits, radix);
        if (value >= 0 && value <= most) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Reported below, like a number out of range.
      }
      throw new IllegalArgumentException("'" + digits + "' is no " + name);
    }

    private static void require(boolean present, String keyword) {
      if (!present) {
        throw new IllegalArgumentException("no '" + keyword + "'");
      }
    }
  }
}
