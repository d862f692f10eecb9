package io.jenkins.plugins.sdkbootstrap.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * What differs between two texts, line by line, as a unified diff shows it.
 *
 * @param hunks the places where something differs, with the lines around them
 * @param added how many lines were added
 * @param removed how many lines were removed
 * @param minimal false where the texts differ so much that looking for what they have in common
 *     would take too long: then all between the first and the last difference counts as replaced
 */
public record TextDiff(List<Hunk> hunks, int added, int removed, boolean minimal) {

  /** How many unchanged lines are shown around a change. */
  public static final int CONTEXT = 3;

  private static final String NO_END = "\\ No newline at end of file";

  public enum Kind {
    SAME(' '),
    REMOVED('-'),
    ADDED('+');

    private final char sign;

    Kind(char sign) {
      this.sign = sign;
    }

    /** What a unified diff puts before such a line. */
    public char sign() {
      return sign;
    }
  }

  /**
   * A line of a hunk.
   *
   * @param kind what became of it
   * @param before its number in the text before, from 1; 0 where it is not in there
   * @param after its number in the text after, from 1; 0 where it is not in there
   * @param text the line, with the line feed at its end where it has one
   */
  public record Line(Kind kind, int before, int after, String text) {}

  /**
   * Lines that are neighbours.
   *
   * @param before the number of its first line in the text before; that of the line before it where
   *     it has none there
   * @param beforeLines how many lines it has there
   * @param after the same in the text after
   * @param afterLines how many lines it has there
   * @param lines the lines of both
   */
  public record Hunk(int before, int beforeLines, int after, int afterLines, List<Line> lines) {

    /** As a unified diff begins it. */
    public String header() {
      return "@@ -" + range(before, beforeLines) + " +" + range(after, afterLines) + " @@";
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
    return new Builder(before, after, match).build();
  }

  public boolean isEmpty() {
    return hunks.isEmpty();
  }

  /**
   * The lines of a unified diff, without line feeds, as {@code patch} reads them.
   *
   * @param before what it calls the file before
   * @param after what it calls the file after
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

  private static final class Builder {
    private final List<String> before;
    private final List<String> after;
    private final LineMatch match;
    private final List<Hunk> hunks = new ArrayList<>();
    private List<Line> lines = new ArrayList<>();
    private int a;
    private int b;
    private int startA;
    private int startB;
    private int added;
    private int removed;

    Builder(List<String> before, List<String> after, LineMatch match) {
      this.before = before;
      this.after = after;
      this.match = match;
    }

    TextDiff build() {
      // How many unchanged lines the open hunk ends with.
      int same = 0;
      while (a < before.size() || b < after.size()) {
        if (a < before.size() && match.isRemoved(a)) {
          open();
          lines.add(new Line(Kind.REMOVED, a + 1, 0, before.get(a)));
          removed++;
          a++;
          same = 0;
        } else if (b < after.size() && match.isAdded(b)) {
          open();
          lines.add(new Line(Kind.ADDED, 0, b + 1, after.get(b)));
          added++;
          b++;
          same = 0;
        } else {
          if (!lines.isEmpty()) {
            lines.add(new Line(Kind.SAME, a + 1, b + 1, after.get(b)));
            same++;
          }
          a++;
          b++;
          if (same > 2 * CONTEXT) {
            close(same - CONTEXT);
            same = 0;
          }
        }
      }
      close(Math.max(0, same - CONTEXT));
      return new TextDiff(hunks, added, removed, match.minimal());
    }

    private void open() {
      if (lines.isEmpty()) {
        int context = Math.min(CONTEXT, Math.min(a, b));
        if (!hunks.isEmpty()) {
          Hunk last = hunks.get(hunks.size() - 1);
          context = Math.min(context, a + 1 - end(last.before(), last.beforeLines()));
        }
        startA = a - context;
        startB = b - context;
        for (int i = 0; i < context; i++) {
          lines.add(new Line(Kind.SAME, startA + i + 1, startB + i + 1, after.get(startB + i)));
        }
      }
    }

    private static int end(int start, int lines) {
      return lines == 0 ? start + 1 : start + lines;
    }

    private void close(int surplus) {
      if (!lines.isEmpty()) {
        int inA = a - surplus - startA;
        int inB = b - surplus - startB;
        List<Line> kept = List.copyOf(lines.subList(0, lines.size() - surplus));
        hunks.add(
            new Hunk(startA + (inA == 0 ? 0 : 1), inA, startB + (inB == 0 ? 0 : 1), inB, kept));
        lines = new ArrayList<>();
      }
    }
  }
}
