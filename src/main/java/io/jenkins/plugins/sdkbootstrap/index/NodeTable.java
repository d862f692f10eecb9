package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.ByteStore;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryDetail;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.NameHash;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import io.jenkins.plugins.sdkbootstrap.root.RootPaths;
import java.util.Arrays;

/**
 * The entries of an archive as a tree, in columns: about 100 bytes an entry instead of the 500 of
 * objects. A node is a number; 0 is the root, and a folder's number is less than those in it.
 */
public final class NodeTable {

  /** What {@link #child} returns where there is none. */
  public static final int NONE = -1;

  private static final EntryType[] TYPES = EntryType.values();
  private static final int NO_DETAIL = -1;
  private static final byte[] NO_BYTES = {};

  /** A chain of hard links longer than this is taken for a loop. */
  private static final int MAX_CHAIN = 40;

  private static final int FIRST_CAPACITY = 1024;

  private final ByteStore names = new ByteStore();
  private final ByteStore details = new ByteStore();

  private final NameHash hash = new NameHash();
  private int count;
  private int[] parent = new int[FIRST_CAPACITY];
  private int[] name = new int[FIRST_CAPACITY];
  private byte[] type = new byte[FIRST_CAPACITY];
  private short[] mode = new short[FIRST_CAPACITY];
  private int[] uid = new int[FIRST_CAPACITY];
  private int[] gid = new int[FIRST_CAPACITY];

  /** A file's size; of a hard link, the node that it is a further name of. */
  private long[] size = new long[FIRST_CAPACITY];

  private long[] seconds = new long[FIRST_CAPACITY];
  private int[] nanos = new int[FIRST_CAPACITY];
  private long[] offset = new long[FIRST_CAPACITY];

  /** Where in the details a file's digest, a link's target or a device's numbers are. */
  private int[] detail = new int[FIRST_CAPACITY];

  /** By hash of folder and name: the node plus one, or 0. */
  private int[] slots = new int[4 * FIRST_CAPACITY];

  NodeTable() throws ArchiveException {
    addFolder(0, new byte[0], 0, 0);
  }

  /** How many nodes there are, folders without an entry of their own included. */
  int count() {
    return count;
  }

  public int parent(int node) {
    return parent[node];
  }

  public EntryType type(int node) {
    return TYPES[type[node]];
  }

  /** The bytes of content under this very entry; a hard link has none of its own. */
  public long size(int node) {
    return type(node) == EntryType.HARDLINK ? 0 : size[node];
  }

  /** When it was modified, seconds since 1970 UTC. */
  long seconds(int node) {
    return seconds[node];
  }

  /** Where the entry begins in the tar stream; -1 for a folder that has no entry of its own. */
  public long offset(int node) {
    return offset[node];
  }

  /** A link's target; null for others. */
  byte[] link(int node) {
    return EntryDetail.link(type(node), detail(node));
  }

  /** The node whose content this one has: for a hard link its target, otherwise itself. */
  public int content(int node) {
    int at = node;
    for (int i = 0; i < MAX_CHAIN && type(at) == EntryType.HARDLINK; i++) {
      at = (int) size[at];
    }
    return at;
  }

  /** The child of that name, or {@link #NONE}. */
  int child(int folder, byte[] path, int from, int to) {
    return slots[slot(folder, path, from, to)] - 1;
  }

  public int find(RootPath path) {
    byte[] bytes = path.bytes();
    int node = 0;
    for (int from = 0; from < bytes.length && node != NONE; ) {
      int to = RootPaths.endOfName(bytes, from);
      node = child(node, bytes, from, to);
      from = to + 1;
    }
    return node;
  }

  /** Adds a folder that no entry speaks of. */
  int addFolder(int folder, byte[] path, int from, int to) throws ArchiveException {
    int node = count++;
    grow();
    parent[node] = folder;
    name[node] = names.add(path, from, to);
    type[node] = (byte) EntryType.DIRECTORY.ordinal();
    mode[node] = 0755;
    offset[node] = -1;
    detail[node] = NO_DETAIL;
    slots[slot(folder, path, from, to)] = node + 1;
    return node;
  }

  /**
   * Puts an entry on a node, over what is there.
   *
   * @param content of a hard link, the node of its target; otherwise ignored
   */
  void set(int node, Entry e, int content) throws ArchiveException {
    type[node] = (byte) e.type().ordinal();
    mode[node] = (short) e.mode();
    uid[node] = id(e.uid(), e);
    gid[node] = id(e.gid(), e);
    size[node] = e.type() == EntryType.HARDLINK ? content : e.size();
    seconds[node] = e.mtimeSeconds();
    nanos[node] = e.mtimeNanos();
    offset[node] = e.offset();
    byte[] bytes = EntryDetail.of(e);
    detail[node] = bytes.length == 0 ? NO_DETAIL : details.add(bytes, 0, bytes.length);
  }

  private static int id(long id, Entry e) throws ArchiveException {
    if (id < 0 || id > 0xffff_ffffL) {
      throw new ArchiveException(e.path() + ": owner " + id + " is more than Linux has (2^32-1)");
    }
    return (int) id;
  }

  /** The entry on a node; a folder without one has the offset -1. */
  public Entry entry(int node) {
    EntryType t = type(node);
    byte[] bytes = detail(node);
    return new Entry(
        path(node),
        t,
        mode[node],
        uid[node] & 0xffff_ffffL,
        gid[node] & 0xffff_ffffL,
        size(node),
        seconds[node],
        nanos[node],
        EntryDetail.link(t, bytes),
        EntryDetail.major(t, bytes),
        EntryDetail.minor(t, bytes),
        EntryDetail.digest(t, bytes),
        offset[node]);
  }

  private byte[] detail(int node) {
    return hasDetail(node) ? details.get(detail[node]) : NO_BYTES;
  }

  public RootPath path(int node) {
    int length = -1;
    for (int n = node; n != 0; n = parent[n]) {
      length += names.length(name[n]) + 1;
    }
    byte[] path = new byte[Math.max(0, length)];
    int end = path.length;
    for (int n = node; n != 0; n = parent[n]) {
      int start = end - names.length(name[n]);
      names.copy(name[n], path, start);
      if (start > 0) {
        path[start - 1] = '/';
      }
      end = start - 1;
    }
    return RootPath.of(path);
  }

  byte[] name(int node) {
    return names.get(name[node]);
  }

  /** Compares two nodes' names, unsigned byte by byte. */
  public int compareNames(int a, int b) {
    return names.compare(name[a], name[b]);
  }

  /** Compares a node's name with one of another archive. */
  public int compareNames(int node, NodeTable other, int there) {
    return names.compare(name[node], other.names, other.name[there]);
  }

  public boolean sameMode(int node, NodeTable other, int there) {
    return mode[node] == other.mode[there];
  }

  public boolean sameOwner(int node, NodeTable other, int there) {
    return uid[node] == other.uid[there] && gid[node] == other.gid[there];
  }

  public boolean sameTime(int node, NodeTable other, int there) {
    return seconds[node] == other.seconds[there] && nanos[node] == other.nanos[there];
  }

  /** Whether there is a digest, a target or a device's numbers. */
  public boolean hasDetail(int node) {
    return detail[node] != NO_DETAIL;
  }

  /** Whether two nodes of one type, both with details, have the same digest, target or numbers. */
  public boolean sameDetail(int node, NodeTable other, int there) {
    return details.compare(detail[node], other.details, other.detail[there]) == 0;
  }

  long memory() {
    // The widths of the columns together.
    return 51L * parent.length + 4L * slots.length + names.memory() + details.memory();
  }

  /** Gives back the room that is not used. */
  void trim() {
    names.trim();
    details.trim();
    resize(count);
  }

  private void grow() {
    if (count > parent.length) {
      resize(parent.length + (parent.length >> 1));
    }
    if (count > slots.length / 2) {
      slots = new int[slots.length * 2];
      for (int node = 0; node < count - 1; node++) {
        byte[] bytes = name(node);
        slots[slot(parent[node], bytes, 0, bytes.length)] = node + 1;
      }
    }
  }

  private void resize(int capacity) {
    parent = Arrays.copyOf(parent, capacity);
    name = Arrays.copyOf(name, capacity);
    type = Arrays.copyOf(type, capacity);
    mode = Arrays.copyOf(mode, capacity);
    uid = Arrays.copyOf(uid, capacity);
    gid = Arrays.copyOf(gid, capacity);
    size = Arrays.copyOf(size, capacity);
    seconds = Arrays.copyOf(seconds, capacity);
    nanos = Arrays.copyOf(nanos, capacity);
    offset = Arrays.copyOf(offset, capacity);
    detail = Arrays.copyOf(detail, capacity);
  }

  /** Where the slot of this name is, taken or free. */
  private int slot(int folder, byte[] path, int from, int to) {
    int mask = slots.length - 1;
    int at = hash.of(folder, path, from, to) & mask;
    while (slots[at] != 0) {
      int node = slots[at] - 1;
      if (parent[node] == folder && names.equals(name[node], path, from, to)) {
        break;
      }
      at = at + 1 & mask;
    }
    return at;
  }
}
