package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A page of a directory in an archive.
 *
 * @param directory the directory; without an own entry it has the offset -1
 * @param totals its content, at any depth
 * @param count how many direct entries it has
 * @param skip how many of these are before the page
 * @param rows the page
 */
public record DirectoryListing(
    Entry directory, DirectoryTotals totals, int count, int skip, List<Row> rows) {

  /**
   * An entry of the directory.
   *
   * @param entry the entry
   * @param bytes the bytes of its content: for a directory, of all files in it; for a hard link, of
   *     its file
   * @param below how many entries a directory has, at any depth; 0 for others
   * @param target the entry that a symlink leads to, inside the root; empty for others, and if it
   *     leads nowhere
   */
  public record Row(Entry entry, long bytes, long below, Optional<Entry> target) {}

  public DirectoryListing {
    rows = List.copyOf(rows);
  }

  /**
   * Lists a directory.
   *
   * @param path of the directory itself; a symlink is not followed
   * @param skip how many entries to pass over
   * @param limit how many to return at most
   * @return empty if there is no directory
   */
  public static Optional<DirectoryListing> of(
      ArchiveIndex index, RootPath path, DirectoryOrder order, int skip, int limit) {
    NodeTable nodes = index.nodes();
    int directory = nodes.find(path);
    if (directory == NodeTable.NONE || nodes.type(directory) != EntryType.DIRECTORY) {
      return Optional.empty();
    }
    int[] children = children(index.tree(), directory);
    int from = Math.min(Math.max(0, skip), children.length);
    int to = (int) Math.min(children.length, (long) from + Math.max(0, limit));
    int[] page =
        order == DirectoryOrder.NAME
            ? Arrays.copyOfRange(children, from, to)
            : page(children, keys(index, children, order), from, to);
    List<Row> rows = new ArrayList<>(page.length);
    for (int node : page) {
      rows.add(row(index, node));
    }
    return Optional.of(
        new DirectoryListing(
            nodes.entry(directory), index.totals(path), children.length, from, rows));
  }

  public static Optional<Row> row(ArchiveIndex index, RootPath path) {
    int node = index.nodes().find(path);
    return node == NodeTable.NONE ? Optional.empty() : Optional.of(row(index, node));
  }

  private static Row row(ArchiveIndex index, int node) {
    Entry entry = index.nodes().entry(node);
    boolean directory = entry.type() == EntryType.DIRECTORY;
    boolean link = entry.type() == EntryType.SYMLINK;
    return new Row(
        entry,
        bytes(index, node),
        directory ? index.tree().end(node) - index.tree().position(node) - 1L : 0,
        link ? index.resolve(entry.path().parent(), entry.link()) : Optional.empty());
  }

  private static long bytes(ArchiveIndex index, int node) {
    return index.nodes().type(node) == EntryType.DIRECTORY
        ? index.tree().bytes(node)
        : index.nodes().size(index.nodes().content(node));
  }

  private static int[] children(TreeOrder tree, int directory) {
    int[] children = new int[16];
    int count = 0;
    int end = tree.end(directory);
    for (int at = tree.position(directory) + 1; at < end; at = tree.end(tree.at(at))) {
      if (count == children.length) {
        children = Arrays.copyOf(children, 2 * count);
      }
      children[count++] = tree.at(at);
    }
    return Arrays.copyOf(children, count);
  }

  /** The first entry has the lowest key. */
  private static long[] keys(ArchiveIndex index, int[] children, DirectoryOrder order) {
    long[] keys = new long[children.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] =
          order == DirectoryOrder.SIZE
              ? -bytes(index, children[i])
              : ~index.nodes().seconds(children[i]);
    }
    return keys;
  }

  /** Sorts a range of nodes by their keys; the sort is stable. */
  private static int[] page(int[] nodes, long[] keys, int from, int to) {
    if (from == to) {
      return new int[0];
    }
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    // Only entries that can be on the page are sorted as objects, which is slow; numbers are fast.
    long least = sorted[from];
    long most = sorted[to - 1];
    List<Integer> candidates = new ArrayList<>();
    int before = 0;
    for (int i = 0; i < nodes.length; i++) {
      if (keys[i] < least) {
        before++;
      } else if (keys[i] <= most) {
        candidates.add(i);
      }
    }
    candidates.sort(Comparator.comparingLong(i -> keys[i]));
    return candidates.subList(from - before, to - before).stream()
        .mapToInt(i -> nodes[i])
        .toArray();
  }
}
