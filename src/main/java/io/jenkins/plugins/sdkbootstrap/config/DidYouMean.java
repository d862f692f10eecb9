package io.jenkins.plugins.sdkbootstrap.config;

import java.util.Collection;
import java.util.Comparator;

/** Suggests the word that somebody meant. */
final class DidYouMean {

  private DidYouMean() {}

  /** {@code did you mean 'x'?} if one word is similar, else all words. */
  static String hint(String written, Collection<String> words) {
    String word = written.length() > 60 ? written.substring(0, 60) : written;
    String nearest = words.stream().min(Comparator.comparingInt(w -> distance(word, w))).orElse("");
    int allowed = Math.max(1, Math.min(word.length(), nearest.length()) / 3);
    return !nearest.isEmpty() && distance(word, nearest) <= allowed
        ? "did you mean '" + nearest + "'?"
        : "use one of " + String.join(", ", words);
  }

  /**
   * The number of insertions, deletions, substitutions and swaps of neighbours between two words,
   * ignoring case (optimal string alignment).
   */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int k = 0; k <= b.length(); k++) {
        if (i == 0 || k == 0) {
          d[i][k] = i + k;
          continue;
        }
        int cost = same(a.charAt(i - 1), b.charAt(k - 1)) ? 0 : 1;
        d[i][k] = Math.min(d[i - 1][k - 1] + cost, 1 + Math.min(d[i - 1][k], d[i][k - 1]));
        if (i > 1
            && k > 1
            && same(a.charAt(i - 1), b.charAt(k - 2))
            && same(a.charAt(i - 2), b.charAt(k - 1))) {
          d[i][k] = Math.min(d[i][k], d[i - 2][k - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  private static boolean same(char a, char b) {
    return Character.toLowerCase(a) == Character.toLowerCase(b);
  }
}
