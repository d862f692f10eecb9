package io.jenkins.plugins.sdkbootstrap.diff;

import com.github.difflib.UnifiedDiffUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The differences between two texts, line by line, as a unified diff shows them.
 *
 * @param hunks the differences, with the lines around them
 * @param added how many lines were added
 * @param removed how many lines were removed
 * @param minimal false if the texts differ so much that the comparison was stopped: then all lines
 *     between the first and the last difference count as replaced
 */
public record TextDiff(List<Hunk> hunks, int added, int removed, boolean minimal) {

  /** How many unchanged lines are shown around a change. */
  public static final int CONTEXT = 3;

  private static final Pattern HEADER = Pattern.compile("-(\\d+),\\d+ \\+(\\d+)");
  private static final String NO_END = "\\ No newline at end of file";

  public enum Kind {
    SAME(' '),
    REMOVED('-'),
    ADDED('+');

    private final char sign;

    Kind(char sign) {
      this.sign = sign;
    }

    private static Kind of(char sign) {
      return sign == '-' ? REMOVED : sign == '+' ? ADDED : SAME;
    }

    /** The prefix of such a line in a unified diff. */
    public char sign() {
      return sign;
    }
  }

  /**
   * A line of a hunk.
   *
   * @param kind whether it is added, removed or unchanged
   * @param before its number in the text before, from 1; 0 if it is not there
   * @param after its number in the text after, from 1; 0 if it is not there
   * @param text the line, with its line feed if it has one
   */
  public record Line(Kind kind, int before, int after, String text) {}

  /**
   * A run of adjacent lines.
   *
   * @param before the number of its first line in the text before; if it has none there, the number
   *     of the line before it
   * @param beforeLines how many lines it has there
   * @param after the same in the text after
   * @param afterLines how many lines it has there
   * @param lines the lines of both
   */
  public record Hunk(int before, int beforeLines, int after, int afterLines, List<Line> lines) {

    /** The header line in a unified diff. */
    public String header() {
      return "@@ -" + range(before, beforeLines) + " +" + range(after, afterLines) + " @@";
    }

    /** Its lines in a unified diff, with the header line. */
    private static Hunk of(List<String> unified) {
      Matcher header = HEADER.matcher(unified.get(0));
      header.find();
      int a = Integer.parseInt(header.group(1));
      int b = Integer.parseInt(header.group(2));
      int before = 0;
      int after = 0;
      List<Line> lines = new ArrayList<>();
      for (String line : unified.subList(1, unified.size())) {
        Kind kind = Kind.of(line.charAt(0));
        lines.add(
            new Line(
                kind,
                kind == Kind.ADDED ? 0 : a + before++,
                kind == Kind.REMOVED ? 0 : b + after++,
                line.substring(1)));
      }
      return new Hunk(a, before, b, after, lines);
    }

    private static String range(int start, int lines) {
      return lines == 1 ? Integer.toString(start) : start + "," + lines;
    }
  }

  public TextDiff {
    hunks = List.copyOf(hunks);
  }

  /**
   * Compares two texts.
   *
   * @param before its lines, each with its line feed
   * @param after the same
   */
  public static TextDiff between(List<String> before, List<String> after) {
    LineMatch match = LineMatch.of(before, after);
    List<String> unified =
        UnifiedDiffUtils.generateUnifiedDiff("", "", before, match.patch(before, after), CONTEXT);
    List<Hunk> hunks = new ArrayList<>();
    // The first two lines name the files.
    for (int at = 2; at < unified.size(); ) {
      int end = at + 1;
      while (end < unified.size() && !unified.get(end).startsWith("@")) {
        end++;
      }
      hunks.add(Hunk.of(unified.subList(at, end)));
      at = end;
    }
    return new TextDiff(hunks, match.added(), match.removed(), match.minimal());
  }

  public boolean isEmpty() {
    return hunks.isEmpty();
  }

  /**
   * The lines of a unified diff, without line feeds, as {@code patch} reads them.
   *
   * @param before the name of the file before
   * @param after the name of the file after
   */
  public List<String> unified(String before, String after) {
    List<String> out = new ArrayList<>();
    if (isEmpty()) {
      return out;
    }
    out.add("--- " + before);
    out.add("+++ " + after);
    for (Hunk hunk : hunks) {
      out.add(hunk.header());
      for (Line line : hunk.lines()) {
        boolean ends = line.text().endsWith("\n");
        String text = line.text();
        out.add(line.kind().sign() + (ends ? text.substring(0, text.length() - 1) : text));
        if (!ends) {
          out.add(NO_END);
        }
      }
    }
    return out;
  }
}
