package hudson;

/** Works as the real one does, but for what time spans look like. */
public class Util {
  public static String fixEmptyAndTrim(String s) {
    return s == null || s.isBlank() ? null : s.trim();
  }

  public static String getTimeSpanString(long duration) {
    return duration + " ms";
  }

  public static String rawEncode(String s) {
    return java.net.URLEncoder.encode(s, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%2B", "+")
        .replace("%7E", "~");
  }
}
