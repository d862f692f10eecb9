package io.jenkins.plugins.sdkbootstrap.config;

/** Makes text from files safe for one line of a message. */
public final class Printable {

  private static final int LONGEST = 80;

  private static final int LONGEST_PATH = 4096; // as Linux has it

  private Printable() {}

  /** In quotes, control characters as {@code ?}, long text cut off. */
  public static String quoted(String text) {
    return "'" + plain(text) + "'";
  }

  /** In quotes, control characters as {@code ?}, not cut off: paths often differ at the end. */
  public static String path(String text) {
    return "'" + line(text) + "'";
  }

  /** Control characters as {@code ?}, long text cut off. */
  public static String plain(String text) {
    return plain(text, LONGEST);
  }

  /** Control characters as {@code ?}, not cut off. */
  public static String line(String text) {
    return plain(text, LONGEST_PATH);
  }

  private static String plain(String text, int longest) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(out::appendCodePoint);
    return text.codePointCount(0, text.length()) > longest ? out + "..." : out.toString();
  }
}
