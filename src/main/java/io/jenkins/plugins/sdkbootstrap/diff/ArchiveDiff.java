package io.jenkins.plugins.sdkbootstrap.diff;

import io.jenkins.plugins.sdkbootstrap.diff.Change.Kind;
import io.jenkins.plugins.sdkbootstrap.diff.Change.What;
import io.jenkins.plugins.sdkbootstrap.index.ArchiveIndex;
import io.jenkins.plugins.sdkbootstrap.index.NodeTable;
import io.jenkins.plugins.sdkbootstrap.index.TreeOrder;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The differences between two archives, in path order: a directory's entries follow it, siblings
 * are ordered by the bytes of their names. Needs nine bytes for each change besides the two
 * indexes. Immutable, so threads can share it.
 *
 * <p>Two files are the same if size and SHA-256 are the same. If one side has no digest, only the
 * size is compared.
 */
public final class ArchiveDiff {

  private static final What[] WHAT = What.values();
  private static final int ABSENT = -1;

  private final ArchiveIndex before;
  private final ArchiveIndex after;
  private final boolean times;

  private int count;
  private int[] old = new int[256];
  private int[] young = new int[256];
  private byte[] what = new byte[256];

  private ArchiveDiff(ArchiveIndex before, ArchiveIndex after, boolean times) {
    this.before = before;
    this.after = after;
    this.times = times;
  }

  /**
   * Compares two archives.
   *
   * @param times whether a different modification time alone is a change
   */
  public static ArchiveDiff between(ArchiveIndex before, ArchiveIndex after, boolean times) {
    ArchiveDiff diff = new ArchiveDiff(before, after, times);
    diff.merge();
    diff.resize(diff.count);
    return diff;
  }

  public int count() {
    return count;
  }

  public DiffTotals totals() {
    return totals(DiffFilter.ALL);
  }

  public DiffTotals totals(DiffFilter filter) {
    return selected(filter).mapToObj(this::single).reduce(DiffTotals.NONE, DiffTotals::plus);
  }

  /** The changes that this filter selects, created lazily. */
  public Stream<Change> changes(DiffFilter filter) {
    return selected(filter).mapToObj(this::change);
  }

  /** A page of {@link #changes(DiffFilter)}: skips some and returns at most {@code limit}. */
  public List<Change> changes(DiffFilter filter, int skip, int limit) {
    return selected(filter).skip(skip).limit(limit).mapToObj(this::change).toList();
  }

  private IntStream selected(DiffFilter filter) {
    return IntStream.range(0, count).filter(new Selection(filter)::has);
  }

  /**
   * The number of changes in and below one directory.
   *
   * @param directory which
   * @param totals the changes there, at any depth
   */
  public record DirectoryChanges(RootPath directory, DiffTotals totals) {}

  /**
   * The direct subdirectories of the filter's directory with a change in them or of themselves, in
   * path order. An entry counts if it is a directory on either side.
   */
  public List<DirectoryChanges> directories(DiffFilter filter) {
    List<DirectoryChanges> directories = new ArrayList<>();
    for (int i : selected(filter).toArray()) {
      boolean gone = young[i] == ABSENT;
      ArchiveIndex side = gone ? before : after;
      int directory = ancestor(side, gone ? old[i] : young[i], filter.below());
      if (directory == ABSENT) {
        continue;
      }
      RootPath path = side.nodes().path(directory);
      int last = directories.size() - 1;
      if (last >= 0 && directories.get(last).directory().equals(path)) {
        DiffTotals sum = directories.get(last).totals().plus(single(i));
        directories.set(last, new DirectoryChanges(path, sum));
      } else if (isDirectory(path)) {
        directories.add(new DirectoryChanges(path, single(i)));
      }
    }
    return directories;
  }

  private boolean isDirectory(RootPath path) {
    return isDirectory(before, path) || isDirectory(after, path);
  }

  private static boolean isDirectory(ArchiveIndex index, RootPath path) {
    int node = index.nodes().find(path);
    return node != NodeTable.NONE && index.nodes().type(node) == EntryType.DIRECTORY;
  }

  /** The direct child of the directory that is this node or contains it. */
  private static int ancestor(ArchiveIndex side, int node, RootPath directory) {
    int top = side.nodes().find(directory);
    int at = node;
    while (at > 0 && side.nodes().parent(at) != top) {
      at = side.nodes().parent(at);
    }
    return at > 0 ? at : ABSENT;
  }

  private void merge() {
    TreeOrder a = before.tree();
    TreeOrder b = after.tree();
    // Directories on both sides, with the end of each on either side.
    Deque<int[]> open = new ArrayDeque<>();
    compare(0, 0);
    open.push(new int[] {a.end(0), b.end(0)});
    int i = 1;
    int j = 1;
    while (!open.isEmpty()) {
      int endA = open.peek()[0];
      int endB = open.peek()[1];
      if (i == endA && j == endB) {
        open.pop();
        continue;
      }
      int order =
          i == endA
              ? 1
              : j == endB ? -1 : before.nodes().compareNames(a.at(i), after.nodes(), b.at(j));
      if (order < 0) {
        for (int end = a.end(a.at(i)); i < end; i++) {
          add(a.at(i), ABSENT, 0);
        }
      } else if (order > 0) {
        for (int end = b.end(b.at(j)); j < end; j++) {
          add(ABSENT, b.at(j), 0);
        }
      } else {
        compare(a.at(i), b.at(j));
        open.push(new int[] {a.end(a.at(i++)), b.end(b.at(j++))});
      }
    }
  }

  private void compare(int a, int b) {
    NodeTable x = before.nodes();
    NodeTable y = after.nodes();
    int contentA = x.content(a);
    int contentB = y.content(b);
    EntryType type = x.type(contentA);
    int bits = 0;
    if (type != y.type(contentB)) {
      bits |= bit(What.TYPE);
    } else if (type == EntryType.FILE) {
      boolean digests = x.hasDetail(contentA) && y.hasDetail(contentB);
      boolean same =
          x.size(contentA) == y.size(contentB) && (!digests || x.sameDetail(contentA, y, contentB));
      bits |= same ? 0 : bit(What.CONTENT);
    } else if (type == EntryType.SYMLINK && !x.sameDetail(contentA, y, contentB)) {
      bits |= bit(What.LINK);
    } else if (type.isDevice() && !x.sameDetail(contentA, y, contentB)) {
      bits |= bit(What.DEVICE);
    }
    boolean furtherA = x.type(a) == EntryType.HARDLINK;
    boolean furtherB = y.type(b) == EntryType.HARDLINK;
    if (furtherA != furtherB || furtherA && !x.sameDetail(a, y, b)) {
      bits |= bit(What.LINK);
    }
    // A directory without an own entry has no mode, owner or time to compare.
    if (x.offset(a) >= 0 && y.offset(b) >= 0) {
      bits |= x.sameMode(a, y, b) ? 0 : bit(What.MODE);
      bits |= x.sameOwner(a, y, b) ? 0 : bit(What.OWNER);
      bits |= !times || x.sameTime(a, y, b) ? 0 : bit(What.TIME);
    }
    if (bits != 0) {
      add(a, b, bits);
    }
  }

  private static int bit(What what) {
    return 1 << what.ordinal();
  }

  private void add(int a, int b, int bits) {
    if (count == old.length) {
      resize(count + (count >> 1));
    }
    old[count] = a;
    young[count] = b;
    what[count++] = (byte) bits;
  }

  private void resize(int capacity) {
    old = Arrays.copyOf(old, capacity);
    young = Arrays.copyOf(young, capacity);
    what = Arrays.copyOf(what, capacity);
  }

  private Kind kind(int i) {
    return old[i] == ABSENT ? Kind.ADDED : young[i] == ABSENT ? Kind.REMOVED : Kind.CHANGED;
  }

  private DiffTotals single(int i) {
    return switch (kind(i)) {
      case ADDED -> new DiffTotals(1, 0, 0, after.nodes().size(young[i]), 0, 0, 0);
      case REMOVED -> new DiffTotals(0, 1, 0, 0, before.nodes().size(old[i]), 0, 0);
      case CHANGED ->
          new DiffTotals(0, 0, 1, 0, 0, before.nodes().size(old[i]), after.nodes().size(young[i]));
    };
  }

  private Change change(int i) {
    Set<What> changed = EnumSet.noneOf(What.class);
    for (What w : WHAT) {
      if ((what[i] & bit(w)) != 0) {
        changed.add(w);
      }
    }
    Entry from = old[i] == ABSENT ? null : before.nodes().entry(old[i]);
    Entry to = young[i] == ABSENT ? null : after.nodes().entry(young[i]);
    return new Change(
        to == null ? from.path() : to.path(),
        kind(i),
        changed,
        from,
        to,
        readSize(before.nodes(), old[i]),
        readSize(after.nodes(), young[i]));
  }

  private static long readSize(NodeTable nodes, int node) {
    return node == ABSENT ? 0 : nodes.size(nodes.content(node));
  }

  private final class Selection {
    private final DiffFilter filter;
    private final int oldTop;
    private final int youngTop;
    private final int bits;

    Selection(DiffFilter filter) {
      this.filter = filter;
      this.oldTop = before.nodes().find(filter.below());
      this.youngTop = after.nodes().find(filter.below());
      this.bits = filter.what().stream().mapToInt(ArchiveDiff::bit).sum();
    }

    boolean has(int i) {
      Kind kind = kind(i);
      return filter.kinds().contains(kind)
          && (kind != Kind.CHANGED || (what[i] & bits) != 0)
          && (isBelow(before, oldTop, old[i]) || isBelow(after, youngTop, young[i]));
    }

    private boolean isBelow(ArchiveIndex index, int top, int node) {
      if (top == NodeTable.NONE || node == ABSENT) {
        return false;
      }
      int position = index.tree().position(node);
      return position >= index.tree().position(top) && position < index.tree().end(top);
    }
  }
}
