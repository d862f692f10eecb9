package io.jenkins.plugins.sdkbootstrap.config;

/** Text from files, made fit for a line of a message. */
public final class Printable {

  private static final int LONGEST = 80;

  private Printable() {}

  /** In quotes, control characters as {@code ?}, cut where it is long. */
  public static String quoted(String text) {
    return "'" + plain(text) + "'";
  }

  /** Control characters as {@code ?}, cut where it is long. */
  public static String plain(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(out::appendCodePoint);
    return text.codePointCount(0, text.length()) > LONGEST ? out + "..." : out.toString();
  }
}
