package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.root.RootPaths;
import java.util.Arrays;

/**
 * Builds an {@link ArchiveIndex} from entries in their order: from an index, or as a visitor of a
 * tar stream. If a path comes twice, the later entry counts, as when unpacking.
 */
public final class ArchiveIndexBuilder implements EntryVisitor {

  /** The largest number of paths; without it, an archive could fill the memory. */
  public static final int MAX_ENTRIES = 8_000_000;

  /** The longest path; Linux cannot open paths over 4,096 bytes. */
  private static final int MAX_PATH = 1 << 14;

  private final NodeTable nodes = new NodeTable();
  private final IndexLimits limits;
  private boolean digests = true;

  /**
   * The path that was added last, the length of its directory's path, and that directory's node.
   */
  private byte[] last = {};

  private int lastLength;
  private int lastNode;

  /** For at most {@link #MAX_ENTRIES} paths. */
  public ArchiveIndexBuilder() {
    this(IndexLimits.NONE);
  }

  /** With these limits. */
  public ArchiveIndexBuilder(IndexLimits limits) {
    this.limits = limits;
  }

  /** Drops the digests, which would take a third of the memory. */
  public ArchiveIndexBuilder withoutDigests() {
    digests = false;
    return this;
  }

  @Override
  public void end(Entry complete) throws ArchiveException {
    add(complete);
  }

  /**
   * Adds an entry.
   *
   * @throws ArchiveException if its parent is not a directory, if it is a hard link whose target
   *     did not come before it, or if a limit is exceeded
   */
  public void add(Entry e) throws ArchiveException {
    if (e.path().length() > MAX_PATH) {
      throw new ArchiveException(
          "a path of " + e.path().length() + " bytes; Linux opens none over 4096");
    }
    int content = e.type() == EntryType.HARDLINK ? target(e) : NodeTable.NONE;
    byte[] path = e.path().raw();
    int slash = path.length - 1;
    while (slash >= 0 && path[slash] != '/') {
      slash--;
    }
    int length = Math.max(0, slash);
    // Most entries are in the directory of the entry before.
    if (length != lastLength || !Arrays.equals(path, 0, length, last, 0, length)) {
      lastNode = node(path, length, e);
      lastLength = length;
    }
    last = path;
    int node = path.length == 0 ? 0 : childOrNew(lastNode, path, slash + 1);
    if (e.type() != EntryType.DIRECTORY && isDirectory(node)) {
      throw new ArchiveException(
          e.path()
              + ": is a directory in this archive already, and comes again as "
              + e.type().id());
    }
    nodes.set(node, e, content, digests);
    if (ArchiveIndex.memory(nodes) > limits.memory()) {
      throw new ArchiveException(
          "its index takes more than %s MiB of memory, of which %s entries were read"
              .formatted(limits.memory() >> 20, nodes.count()));
    }
  }

  /** The node of an added path; for a hard link, the node of its target. */
  Entry content(RootPath path) {
    return nodes.entry(nodes.content(nodes.find(path)));
  }

  /** The index of all added entries; nothing can be added afterwards. */
  public ArchiveIndex build() {
    nodes.trim();
    return new ArchiveIndex(nodes);
  }

  /** Whether an entry, or entries below it, made this node a directory; a new node is none yet. */
  private boolean isDirectory(int node) {
    boolean added = node > 0 && node == nodes.count() - 1 && nodes.offset(node) < 0;
    return !added && nodes.type(node) == EntryType.DIRECTORY;
  }

  private int target(Entry link) throws ArchiveException {
    RootPath target = RootPath.of(link.link());
    int node = nodes.find(target);
    if (node == NodeTable.NONE || nodes.type(node) == EntryType.DIRECTORY) {
      throw new ArchiveException(
          link.path() + ": a hard link to " + target + ", but no such file comes before it");
    }
    if (target.equals(link.path())) {
      throw new ArchiveException(link.path() + ": a hard link to itself");
    }
    return nodes.content(node);
  }

  /** The node of a directory; creates it and its parents if they have no entry. */
  private int node(byte[] bytes, int length, Entry e) throws ArchiveException {
    int node = 0;
    for (int from = 0; from < length; ) {
      int to = RootPaths.endOfName(bytes, from);
      int child = nodes.child(node, bytes, from, to);
      node = child == NodeTable.NONE ? add(node, bytes, from, to) : child;
      if (nodes.type(node) != EntryType.DIRECTORY) {
        throw new ArchiveException(
            e.path() + ": lies below " + nodes.path(node) + ", which is not a directory");
      }
      from = to + 1;
    }
    return node;
  }

  private int childOrNew(int directory, byte[] path, int from) throws ArchiveException {
    int child = nodes.child(directory, path, from, path.length);
    return child == NodeTable.NONE ? add(directory, path, from, path.length) : child;
  }

  private int add(int directory, byte[] bytes, int from, int to) throws ArchiveException {
    if (nodes.count() >= limits.entries()) {
      throw new ArchiveException(
          "more than " + limits.entries() + " entries; an index holds no more");
    }
    return nodes.addDirectory(directory, bytes, from, to);
  }
}
