package io.jenkins.plugins.sdkbootstrap.diff;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the lines of two texts that have no partner in the other, by Myers' algorithm. */
final class LineMatch {

  /**
   * The limit of comparisons, which takes well below a second. Without it, texts with little in
   * common would need the product of their lengths.
   */
  private static final int MOST_COMPARISONS = 30_000_000;

  private final BitSet removed = new BitSet();
  private final BitSet added = new BitSet();
  private boolean minimal = true;

  private LineMatch() {}

  static LineMatch of(List<String> before, List<String> after) {
    int most = Math.min(before.size(), after.size());
    int front = 0;
    while (front < most && before.get(front).equals(after.get(front))) {
      front++;
    }
    int back = 0;
    while (back < most - front
        && before.get(before.size() - 1 - back).equals(after.get(after.size() - 1 - back))) {
      back++;
    }
    LineMatch match = new LineMatch();
    match.compare(
        before.subList(front, before.size() - back),
        after.subList(front, after.size() - back),
        front);
    return match;
  }

  int removed() {
    return removed.cardinality();
  }

  int added() {
    return added.cardinality();
  }

  /** The runs of lines that are replaced by others, in order. */
  Patch<String> patch(List<String> before, List<String> after) {
    Patch<String> patch = new Patch<>();
    int a = 0;
    for (int b = 0; a < before.size() || b < after.size(); ) {
      int endA = removed.nextClearBit(a);
      int endB = added.nextClearBit(b);
      if (endA > a || endB > b) {
        patch.addDelta(
            new ChangeDelta<>(
                new Chunk<>(a, before.subList(a, endA)), new Chunk<>(b, after.subList(b, endB))));
      }
      a = endA + 1;
      b = endB + 1;
    }
    return patch;
  }

  /** Whether the number of lines without a partner is minimal. */
  boolean minimal() {
    return minimal;
  }

  private void compare(List<String> before, List<String> after, int front) {
    // Numbers compare faster than lines.
    Map<String, Integer> numbers = new HashMap<>();
    List<Integer> a = numbered(before, numbers);
    List<Integer> b = numbered(after, numbers);
    int[] left = {MOST_COMPARISONS};
    try {
      MyersDiffWithLinearSpace<Integer> myers =
          new MyersDiffWithLinearSpace<>(
              (x, y) -> {
                if (left[0]-- == 0) {
                  throw new TooDifferent();
                }
                return x.equals(y);
              });
      for (Change change : myers.computeDiff(a, b, null)) {
        removed.set(front + change.startOriginal, front + change.endOriginal);
        added.set(front + change.startRevised, front + change.endRevised);
      }
    } catch (TooDifferent e) {
      minimal = false;
      removed.set(front, front + before.size());
      added.set(front, front + after.size());
    }
  }

  private static List<Integer> numbered(List<String> lines, Map<String, Integer> numbers) {
    return lines.stream().map(line -> numbers.computeIfAbsent(line, l -> numbers.size())).toList();
  }

  /** Leaves the library's loops, which cannot be stopped in another way. */
  private static final class TooDifferent extends RuntimeException {
    TooDifferent() {
      super(null, null, false, false);
    }
  }
}
