package io.jenkins.plugins.sdkbootstrap.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines with any bytes. Java encodes the arguments of a process in the charset of the
 * locale; the POSIX locale loses all bytes beyond ASCII. If an argument has such bytes, a shell
 * decodes the arguments from octal escapes and then executes the command.
 */
public final class RawCommand {

  private static final String DECODE =
      "for word; do shift; word=$(printf '%b.' \"$word\"); set -- \"$@\" \"${word%.}\"; done;"
          + " exec \"$@\"";

  private RawCommand() {}

  /**
   * The command line, in ASCII only, that runs the command with these arguments.
   *
   * @throws IllegalArgumentException if an argument has a NUL
   */
  public static List<String> of(List<byte[]> words) {
    List<String> plain = new ArrayList<>();
    List<String> escaped = new ArrayList<>(List.of("sh", "-c", DECODE, "sh"));
    boolean ascii = true;
    for (byte[] word : words) {
      plain.add(new String(word, StandardCharsets.US_ASCII));
      escaped.add(escape(word));
      for (byte b : word) {
        ascii &= b > 0;
      }
    }
    return List.copyOf(ascii ? plain : escaped);
  }

  /** The command line that runs these words, in UTF-8, with this path as the last argument. */
  public static List<String> of(List<String> words, Path last) {
    List<byte[]> all = new ArrayList<>();
    words.forEach(word -> all.add(word.getBytes(StandardCharsets.UTF_8)));
    all.add(PathBytes.of(last));
    return of(all);
  }

  private static String escape(byte[] word) {
    StringBuilder escaped = new StringBuilder(word.length);
    for (byte b : word) {
      if (b == 0) {
        throw new IllegalArgumentException(
            "an argument with a NUL: " + new String(word, StandardCharsets.UTF_8));
      }
      if (b < ' ' || b > '~' || b == '\\') {
        escaped.append("\\0");
        escaped.append((char) ('0' + (b >> 6 & 3)));
        escaped.append((char) ('0' + (b >> 3 & 7)));
        escaped.append((char) ('0' + (b & 7)));
      } else {
        escaped.append((char) b);
      }
    }
    return escaped.toString();
  }
}
