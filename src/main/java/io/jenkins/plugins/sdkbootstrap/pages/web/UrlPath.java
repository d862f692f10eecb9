package io.jenkins.plugins.sdkbootstrap.pages.web;

import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Spells paths of a root, whose names can be any bytes, in URLs: letters, digits and {@code . _ -
 * + @ ,} as they are, and every other byte as {@code ~} and two hexadecimal digits. None of these
 * is special to a browser, a proxy or a servlet container, so none of them changes the path.
 *
 * <p>A name {@code api} is spelled {@code ~61pi}, because {@code /api/json} after a path asks for
 * the page as JSON.
 */
@Restricted(NoExternalUse.class)
public final class UrlPath {

  private static final String PLAIN = "._-+@,";
  private static final String API = "api";
  private static final String SPELLED_API = "~61pi";

  private UrlPath() {}

  /** Spells a path; that of the root is empty. */
  public static String encode(RootPath path) {
    StringBuilder out = new StringBuilder();
    int nameAt = 0;
    for (byte b : path.bytes()) {
      if (b == '/') {
        guard(out, nameAt);
        out.append('/');
        nameAt = out.length();
      } else if (isPlain(b)) {
        out.append((char) b);
      } else {
        out.append('~').append(HexFormat.of().toHexDigits(b));
      }
    }
    guard(out, nameAt);
    return out.toString();
  }

  private static void guard(StringBuilder out, int nameAt) {
    if (out.substring(nameAt).equals(API)) {
      out.replace(nameAt, out.length(), SPELLED_API);
    }
  }

  private static boolean isPlain(byte b) {
    return b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b >= '0' && b <= '9'
        || PLAIN.indexOf(b) >= 0 && b > 0;
  }

  /**
   * Reads a path. Other characters, which someone may have typed, stand for their bytes in UTF-8.
   *
   * @throws IllegalArgumentException with one line, where it is no path
   */
  public static RootPath decode(String spelled) {
    byte[] in = spelled.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '~') {
        out.write(in[i]);
        continue;
      }
      if (i + 2 >= in.length
          || !HexFormat.isHexDigit(in[i + 1])
          || !HexFormat.isHexDigit(in[i + 2])) {
        throw new IllegalArgumentException(Messages.UrlPath_WrongEscape());
      }
      out.write(HexFormat.fromHexDigit(in[i + 1]) << 4 | HexFormat.fromHexDigit(in[i + 2]));
      i += 2;
    }
    return RootPath.of(out.toByteArray());
  }
}
