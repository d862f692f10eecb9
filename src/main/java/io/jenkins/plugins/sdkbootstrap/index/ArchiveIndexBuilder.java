package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.root.RootPaths;

/**
 * Builds an {@link ArchiveIndex} of entries as they come: from an index, or from a tar stream that
 * it sees as a visitor. When a path comes twice the later entry counts, as when unpacking.
 */
public final class ArchiveIndexBuilder implements EntryVisitor {

  /** More paths than this are refused: an archive could otherwise fill the memory. */
  public static final int MAX_ENTRIES = 8_000_000;

  /** Longer paths are refused; Linux opens none over 4,096 bytes. */
  private static final int MAX_PATH = 1 << 14;

  private final NodeTable nodes;
  private final IndexLimits limits;

  /** The path of the folder that was used last, and its node: the next entry is often there. */
  private RootPath lastFolder = RootPath.ROOT;

  private int lastNode;

  /** For at most {@link #MAX_ENTRIES} paths. */
  public ArchiveIndexBuilder() throws ArchiveException {
    this(IndexLimits.NONE);
  }

  /** For what does not exceed these limits. */
  public ArchiveIndexBuilder(IndexLimits limits) throws ArchiveException {
    this.limits = limits;
    this.nodes = new NodeTable();
  }

  @Override
  public void end(Entry complete) throws ArchiveException {
    add(complete);
  }

  /**
   * Adds an entry.
   *
   * @throws ArchiveException if it lies below what is no folder, is a hard link whose target did
   *     not come before, or is more than fits
   */
  public void add(Entry e) throws ArchiveException {
    if (e.path().length() > MAX_PATH) {
      throw new ArchiveException(
          "a path of " + e.path().length() + " bytes; Linux opens none over 4096");
    }
    int content = e.type() == EntryType.HARDLINK ? target(e) : NodeTable.NONE;
    RootPath folder = e.path().parent();
    if (!folder.equals(lastFolder)) {
      lastNode = node(folder, e);
      lastFolder = folder;
    }
    int node = e.path().isRoot() ? 0 : childOrNew(lastNode, e.path().name().bytes(), e);
    if (e.type() != EntryType.DIRECTORY && isFolder(node)) {
      throw new ArchiveException(
          e.path()
              + ": is a folder in this archive already, and comes again as "
              + e.type().word());
    }
    nodes.set(node, e, content);
    if (ArchiveIndex.memory(nodes) > limits.memory()) {
      throw new ArchiveException(
          "its index takes more than "
              + (limits.memory() >> 20)
              + " MiB of memory, of which "
              + nodes.count()
              + " entries were read");
    }
  }

  /** The index of all that was added; nothing can be added after it. */
  public ArchiveIndex build() {
    nodes.trim();
    return new ArchiveIndex(nodes, new TreeOrder(nodes));
  }

  /** Whether an entry, or entries below it, made this a folder; a node just added is none yet. */
  private boolean isFolder(int node) {
    boolean added = node > 0 && node == nodes.count() - 1 && nodes.offset(node) < 0;
    return !added && nodes.type(node) == EntryType.DIRECTORY;
  }

  private int target(Entry link) throws ArchiveException {
    RootPath target = RootPath.of(link.link());
    int node = nodes.find(target);
    if (node == NodeTable.NONE || nodes.type(node) == EntryType.DIRECTORY) {
      throw new ArchiveException(
          link.path() + ": a hard link to " + target + ", which is no file that comes before it");
    }
    if (target.equals(link.path())) {
      throw new ArchiveException(link.path() + ": a hard link to itself");
    }
    return nodes.content(node);
  }

  /** The node of a folder, made with those above it where they have no entry. */
  private int node(RootPath folder, Entry e) throws ArchiveException {
    byte[] bytes = folder.bytes();
    int node = 0;
    for (int from = 0; from < bytes.length; ) {
      int to = RootPaths.endOfName(bytes, from);
      int child = nodes.child(node, bytes, from, to);
      node = child == NodeTable.NONE ? add(node, bytes, from, to) : child;
      if (nodes.type(node) != EntryType.DIRECTORY) {
        throw new ArchiveException(
            e.path() + ": lies below " + nodes.path(node) + ", which is no folder");
      }
      from = to + 1;
    }
    return node;
  }

  private int childOrNew(int folder, byte[] name, Entry e) throws ArchiveException {
    int child = nodes.child(folder, name, 0, name.length);
    return child == NodeTable.NONE ? add(folder, name, 0, name.length) : child;
  }

  private int add(int folder, byte[] bytes, int from, int to) throws ArchiveException {
    if (nodes.count() >= limits.entries()) {
      throw new ArchiveException(
          "more than " + limits.entries() + " entries; an index holds no more");
    }
    return nodes.addFolder(folder, bytes, from, to);
  }
}
