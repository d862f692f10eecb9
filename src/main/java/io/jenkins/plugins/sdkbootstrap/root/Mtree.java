package io.jenkins.plugins.sdkbootstrap.root;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Spells names as mtree(5) does: printable ASCII unchanged, every other byte as octal {@code \ooo}.
 */
public final class Mtree {

  private Mtree() {}

  /** Spells these bytes for an mtree file; reversed by {@link #unescape}. */
  public static String escape(byte[] name) {
    StringBuilder out = new StringBuilder(name.length + 16);
    escape(name, out);
    return out.toString();
  }

  /** Appends the same. */
  public static void escape(byte[] name, StringBuilder out) {
    for (byte b : name) {
      int c = b & 0xff;
      // Also escaped: space ends a field, # begins a comment, = splits a keyword, and readers
      // expand globs.
      if (c <= ' ' || c >= 0x7f || c == '\\' || c == '#' || c == '=' || "*?[".indexOf(c) >= 0) {
        appendOctal(out, c);
      } else {
        out.append((char) c);
      }
    }
  }

  /** Spells one byte as a backslash and three octal digits. */
  public static void appendOctal(StringBuilder out, int c) {
    out.append('\\')
        .append((char) ('0' + (c >> 6)))
        .append((char) ('0' + (c >> 3 & 7)))
        .append((char) ('0' + (c & 7)));
  }

  /**
   * The bytes that {@link #escape} spelled; the same array where nothing is escaped.
   *
   * @throws IllegalArgumentException if three octal digits of a byte do not follow a backslash
   */
  public static byte[] unescape(byte[] spelled) {
    int length = 0;
    while (length < spelled.length && spelled[length] != '\\') {
      length++;
    }
    if (length == spelled.length) {
      return spelled;
    }
    byte[] bytes = spelled.clone();
    for (int i = length; i < spelled.length; i++) {
      if (spelled[i] != '\\') {
        bytes[length++] = spelled[i];
        continue;
      }
      int value = 0;
      for (int k = 1; k <= 3; k++) {
        int digit = i + k < spelled.length ? spelled[i + k] - '0' : -1;
        if (digit < 0 || digit > 7) {
          throw new IllegalArgumentException(
              "'\\' without three octal digits in '"
                  + new String(spelled, StandardCharsets.UTF_8)
                  + "'");
        }
        value = value * 8 + digit;
      }
      if (value > 0xff) {
        throw new IllegalArgumentException("'\\" + Integer.toOctalString(value) + "' is no byte");
      }
      bytes[length++] = (byte) value;
      i += 3;
    }
    return Arrays.copyOf(bytes, length);
  }
}
