package io.jenkins.plugins.sdkbootstrap.root;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Paths as a tree of names, in a few large arrays: about 40 bytes for each name. A node is a
 * number. {@link #ROOT} is the root, and the number of a directory is lower than those of its
 * children.
 */
public class NameTree {

  public static final int ROOT = 0;

  /** Says that there is no such node. */
  public static final int NONE = -1;

  private final ByteStore names;
  private final NameHash hash;
  private int count;
  private int[] parents;
  private int[] nameAt;

  /** The hash of each node's directory and name, while nodes are added. */
  private int[] hashes;

  /** By hash of directory and name: the node, or 0. */
  private int[] slots;

  /** A tree of the root only. */
  public NameTree() {
    names = new ByteStore();
    hash = new NameHash();
    count = 1;
    parents = new int[1024];
    nameAt = new int[1024];
    hashes = new int[1024];
    slots = new int[4096];
  }

  /** The tree that {@link #write} wrote; nothing can be added to it. */
  protected NameTree(ColumnReader in) throws IOException {
    names = new ByteStore(in);
    hash = new NameHash(in);
    parents = in.ints();
    count = parents.length;
    nameAt = in.ints();
    hashes = new int[0];
    slots = in.ints();
  }

  /** Writes the tree, which must be trimmed. */
  protected void write(ColumnWriter out) throws IOException {
    names.write(out);
    hash.write(out);
    out.write(parents);
    out.write(nameAt);
    out.write(slots);
  }

  /** How many nodes there are, the root included. */
  public final int count() {
    return count;
  }

  public final int parent(int node) {
    return parents[node];
  }

  /** The child of this name, or {@link #NONE}. */
  public final int child(int directory, byte[] path, int from, int to) {
    int node = slots[slot(hash.of(directory, path, from, to), directory, path, from, to)];
    return node == 0 ? NONE : node;
  }

  /** The node of a path, or {@link #NONE}. */
  public final int find(RootPath path) {
    byte[] bytes = path.raw();
    int node = ROOT;
    for (int from = 0; from < bytes.length && node != NONE; ) {
      int to = RootPaths.endOfName(bytes, from);
      node = child(node, bytes, from, to);
      from = to + 1;
    }
    return node;
  }

  /**
   * A new child of this name, which must not be there yet.
   *
   * @throws ArchiveException if all names together are too long
   */
  protected final int addName(int directory, byte[] path, int from, int to)
      throws ArchiveException {
    int node = count++;
    if (count > parents.length) {
      resize(parents.length + (parents.length >> 1));
    }
    parents[node] = directory;
    nameAt[node] = names.add(path, from, to);
    hashes[node] = hash.of(directory, path, from, to);
    if (count > slots.length / 2) {
      slots = new int[2 * slots.length];
      for (int old = 1; old < node; old++) {
        slots[free(hashes[old])] = old;
      }
    }
    slots[free(hashes[node])] = node;
    return node;
  }

  public final RootPath path(int node) {
    int length = -1;
    for (int n = node; n != ROOT; n = parents[n]) {
      length += names.length(nameAt[n]) + 1;
    }
    byte[] path = new byte[Math.max(0, length)];
    int end = path.length;
    for (int n = node; n != ROOT; n = parents[n]) {
      int start = end - names.length(nameAt[n]);
      names.copy(nameAt[n], path, start);
      if (start > 0) {
        path[start - 1] = '/';
      }
      end = start - 1;
    }
    return RootPath.of(path);
  }

  /** The last component of the path of a node that is not the root. */
  public final byte[] name(int node) {
    return names.get(nameAt[node]);
  }

  /** Compares two nodes' names, unsigned byte by byte. */
  public final int compareNames(int a, int b) {
    return compareNames(a, this, b);
  }

  /** Compares a node's name with one of another tree. */
  public final int compareNames(int node, NameTree other, int there) {
    return names.compare(nameAt[node], other.names, other.nameAt[there]);
  }

  /** How many bytes of memory this uses. */
  public long memory() {
    return 8L * parents.length + 4L * (hashes.length + slots.length) + names.memory();
  }

  /** Frees the memory that is not used; nothing can be added after it. */
  public void trim() {
    names.trim();
    resize(count);
    hashes = new int[0];
  }

  private void resize(int capacity) {
    parents = Arrays.copyOf(parents, capacity);
    nameAt = Arrays.copyOf(nameAt, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
  }

  /** The free slot for a new name of this hash. */
  private int free(int hashed) {
    int mask = slots.length - 1;
    int at = hashed & mask;
    while (slots[at] != 0) {
      at = at + 1 & mask;
    }
    return at;
  }

  /** The slot of this name, used or free. */
  private int slot(int hashed, int directory, byte[] path, int from, int to) {
    int mask = slots.length - 1;
    int at = hashed & mask;
    for (int node; (node = slots[at]) != 0; at = at + 1 & mask) {
      if (parents[node] == directory && names.equals(nameAt[node], path, from, to)) {
        break;
      }
    }
    return at;
  }
}
