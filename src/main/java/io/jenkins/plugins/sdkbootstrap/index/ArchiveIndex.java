package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.compress.ArchiveInput;
import io.jenkins.plugins.sdkbootstrap.compress.ZstdCodec;
import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import io.jenkins.plugins.sdkbootstrap.io.Progress;
import io.jenkins.plugins.sdkbootstrap.root.ColumnReader;
import io.jenkins.plugins.sdkbootstrap.root.ColumnWriter;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.root.RootPaths;
import io.jenkins.plugins.sdkbootstrap.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All entries of an archive as a tree, in memory: lists directories, finds names and follows
 * symlinks without the tarball. Needs about 100 bytes for each entry. Immutable, so threads can
 * share it.
 *
 * <p>Directories without an own entry, as in some foreign tarballs, appear with the offset -1.
 */
public final class ArchiveIndex {

  /** How many symlinks one path may lead through, as in Linux. */
  private static final int MAX_SYMLINKS = 40;

  /** Longest target that Linux lets a symlink have. */
  private static final int MAX_TARGET = 4095;

  /** What a saved index begins with; another form of it gets another number. */
  private static final String SAVED = "sdk-bootstrap columns 1 ";

  /** The fastest: much of it are digests, which no level makes smaller. */
  private static final int SAVED_LEVEL = 1;

  private final NodeTable nodes;

  /** Created at the first call, because not every caller needs it. */
  private volatile TreeOrder tree;

  ArchiveIndex(NodeTable nodes) {
    this.nodes = nodes;
  }

  /**
   * Loads an index file.
   *
   * @throws ArchiveException if it is not an index, or has more entries than {@link
   *     ArchiveIndexBuilder#MAX_ENTRIES}
   */
  public static ArchiveIndex load(Path index) throws IOException {
    try (IndexReader reader = IndexReader.open(index)) {
      return load(reader, IndexLimits.NONE);
    }
  }

  /**
   * Loads an index that may come from anyone.
   *
   * @param compressed the stored index; closed with this
   * @param name what errors call it
   * @throws ArchiveException if it is not an index, or exceeds these limits
   */
  public static ArchiveIndex load(InputStream compressed, String name, IndexLimits limits)
      throws IOException {
    try (IndexReader reader = new IndexReader(compressed, name, limits.text())) {
      return load(reader, limits);
    } catch (ArchiveException e) {
      throw e.in(name);
    }
  }

  private static ArchiveIndex load(IndexReader reader, IndexLimits limits) throws IOException {
    ArchiveIndexBuilder builder = new ArchiveIndexBuilder(limits);
    for (Optional<Entry> e = reader.next(); e.isPresent(); e = reader.next()) {
      builder.add(e.get());
    }
    return builder.build();
  }

  /**
   * Creates the index of an archive without one by reading the whole archive.
   *
   * @param source the archive; not closed
   * @param progress receives how many of its bytes were read
   * @param visitors also see the entries, such as a writer that stores the index
   * @throws ArchiveException if the archive is not a valid archive of a root, or exceeds these
   *     limits
   */
  public static ArchiveIndex scan(
      ByteSource source, Progress progress, List<EntryVisitor> visitors, IndexLimits limits)
      throws IOException {
    ArchiveIndexBuilder builder = new ArchiveIndexBuilder(limits);
    List<EntryVisitor> all = new ArrayList<>(visitors);
    all.add(builder);
    try (ArchiveInput tar = ArchiveInput.open(source, progress)) {
      TarReader.read(tar, all);
    }
    return builder.build();
  }

  /**
   * Writes this as it is in memory. It is loaded again in a fraction of the time that an index
   * takes, above all where the JVM has not compiled the reading of indexes yet.
   *
   * @param name of what this is the index; asked for when it is loaded
   * @param out closed with this
   */
  public void save(String name, OutputStream out) throws IOException {
    try (OutputStream compressed = ZstdCodec.get().output(out, SAVED_LEVEL)) {
      ColumnWriter columns = new ColumnWriter(compressed);
      columns.write(signature(name));
      nodes.write(columns);
      tree().write(columns);
    }
  }

  /**
   * Loads what {@link #save} wrote. What is in it is not checked: it must be a file that nobody
   * else can write.
   *
   * @param in closed with this
   * @throws IOException if it was saved by another name or another version of this, is not whole,
   *     or exceeds these limits
   */
  public static ArchiveIndex saved(String name, InputStream in, IndexLimits limits)
      throws IOException {
    try (InputStream plain = ZstdCodec.get().input(in, IndexReader.MAX_WINDOW_LOG)) {
      ColumnReader columns = new ColumnReader(plain, limits.memory());
      if (!Arrays.equals(columns.bytes(), signature(name))) {
        throw new ArchiveException("the saved index is not that of " + name);
      }
      ArchiveIndex index = new ArchiveIndex(new NodeTable(columns));
      index.tree = new TreeOrder(columns);
      if (plain.read() >= 0) {
        throw new ArchiveException("the saved index of " + name + " does not end");
      }
      return index;
    }
  }

  private static byte[] signature(String name) {
    return (SAVED + name).getBytes(StandardCharsets.UTF_8);
  }

  /** About how many bytes of memory this uses. */
  public long memory() {
    return memory(nodes);
  }

  /** The memory of an index of these nodes, with the order of the tree. */
  static long memory(NodeTable nodes) {
    return nodes.memory() + 20L * nodes.count();
  }

  public int count() {
    return nodes.count();
  }

  /** The entry at exactly this path; symlinks are not followed. */
  public Optional<Entry> stat(RootPath path) {
    int node = nodes.find(path);
    return node == NodeTable.NONE ? Optional.empty() : Optional.of(nodes.entry(node));
  }

  /**
   * The entry that this path leads to. Symlinks are followed inside the root: an absolute target
   * begins at the root, and {@code ..} never leads above it. Empty if it leads nowhere or in a
   * circle.
   */
  public Optional<Entry> resolve(RootPath path) {
    return resolve(RootPath.ROOT, path.bytes());
  }

  /**
   * The entry that a symlink in that directory with this target leads to.
   *
   * @see #resolve(RootPath)
   */
  public Optional<Entry> resolve(RootPath directory, byte[] path) {
    int start = nodes.find(directory);
    int node = start == NodeTable.NONE ? start : walk(start, path);
    return node == NodeTable.NONE ? Optional.empty() : Optional.of(nodes.entry(node));
  }

  /**
   * The entry with the content of this one: the target of a hard link, otherwise the entry itself.
   */
  public Entry content(Entry e) {
    int node = e.type() == EntryType.HARDLINK ? nodes.find(e.path()) : NodeTable.NONE;
    return node == NodeTable.NONE ? e : nodes.entry(nodes.content(node));
  }

  /**
   * The direct entries of a directory, ordered by the bytes of their names; empty if it is not a
   * directory.
   */
  public List<Entry> list(RootPath directory) {
    List<Entry> entries = new ArrayList<>();
    int node = nodes.find(directory);
    TreeOrder tree = tree();
    if (node != NodeTable.NONE) {
      for (int at = tree.position(node) + 1; at < tree.end(node); at = tree.end(tree.at(at))) {
        entries.add(nodes.entry(tree.at(at)));
      }
    }
    return entries;
  }

  public DirectoryTotals totals(RootPath directory) {
    int node = nodes.find(directory);
    TreeOrder tree = tree();
    return node == NodeTable.NONE
        ? new DirectoryTotals(0, 0)
        : new DirectoryTotals(tree.end(node) - tree.position(node) - 1L, tree.bytes(node));
  }

  /**
   * The result of a search.
   *
   * @param entries in path order, at most the requested number
   * @param more whether there are more
   */
  public record Found(List<Entry> entries, boolean more) {}

  /**
   * Searches all names.
   *
   * @param pattern a glob for whole names if it has a {@code *}, {@code ?} or {@code [}, otherwise
   *     a part of a name; with a {@code /}, the same for whole paths
   * @param skip how many entries to pass over
   * @param limit how many entries to return at most
   */
  public Found find(String pattern, int skip, int limit) {
    NamePattern wanted = new NamePattern(pattern);
    boolean paths = wanted.spansDirectories();
    List<Entry> found = new ArrayList<>();
    int passed = 0;
    TreeOrder tree = tree();
    for (int at = 1; at < nodes.count(); at++) {
      int node = tree.at(at);
      if (wanted.matches(paths ? nodes.path(node).bytes() : nodes.name(node)) && passed++ >= skip) {
        if (found.size() == limit) {
          return new Found(found, true);
        }
        found.add(nodes.entry(node));
      }
    }
    return new Found(found, false);
  }

  /** The columns behind this. */
  public NodeTable nodes() {
    return nodes;
  }

  /** The order of the tree behind this. */
  public TreeOrder tree() {
    TreeOrder order = tree;
    if (order == null) {
      order = new TreeOrder(nodes);
      tree = order;
    }
    return order;
  }

  /** Follows a path from a node, with every symlink on the way. */
  private int walk(int start, byte[] path) {
    // The remaining paths, the next one on top, each with the position reached.
    List<byte[]> paths = new ArrayList<>(List.of(path));
    List<Integer> gone = new ArrayList<>(List.of(0));
    int node = path.length > 0 && path[0] == '/' ? 0 : start;
    int followed = 0;
    while (!paths.isEmpty()) {
      int top = paths.size() - 1;
      byte[] current = paths.get(top);
      int from = gone.get(top);
      if (from >= current.length) {
        paths.remove(top);
        gone.remove(top);
        continue;
      }
      int to = RootPaths.endOfName(current, from);
      gone.set(top, to + 1);
      if (nodes.type(node) != EntryType.DIRECTORY) {
        return NodeTable.NONE;
      }
      if (RootPaths.isDots(current, from, to)) {
        node = to - from == 2 ? nodes.parent(node) : node;
        continue;
      }
      int child = nodes.child(node, current, from, to);
      if (child == NodeTable.NONE) {
        return child;
      }
      int content = nodes.content(child);
      if (nodes.type(content) != EntryType.SYMLINK) {
        node = child;
        continue;
      }
      byte[] target = nodes.link(content);
      if (++followed > MAX_SYMLINKS || target.length == 0 || target.length > MAX_TARGET) {
        return NodeTable.NONE;
      }
      node = target[0] == '/' ? 0 : node;
      paths.add(target);
      gone.add(0);
    }
    return node;
  }
}
