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
   * The bytes that {@link #escape} spelled.
   *
   * @throws IllegalArgumentException if three octal digits of a byte do not follow a backslash
   */
  public static byte[] unescape(String spelled) {
    byte[] in = spelled.getBytes(StandardCharsets.UTF_8);
    // Spelled bytes are longer than what they spell, so this can be in place.
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '\\') {
        in[length++] = in[i];
        continue;
      }
      int value = 0;
      for (int k = 1; k <= 3; k++) {
        int digit = i + k < in.length ? in[i + k] - '0' : -1;
        if (digit < 0 || digit > 7) {
          throw new IllegalArgumentException(
              "'\\' without three octal digits in '" + spelled + "'");
        }
        value = value * 8 + digit;
      }
      if (value > 0xff) {
        throw new IllegalArgumentException("'\\" + Integer.toOctalString(value) + "' is no byte");
      }
      in[length++] = (byte) value;
      i += 3;
    }
    return length == in.length ? in : Arrays.copyOf(in, length);
  }
}
