package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.ByteStore;
import io.jenkins.plugins.sdkbootstrap.root.ColumnReader;
import io.jenkins.plugins.sdkbootstrap.root.ColumnWriter;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.NameTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The entries of an archive as a tree, in columns: about 100 bytes for each entry, objects would
 * need 500.
 */
public final class NodeTable extends NameTree {

  private static final EntryType[] TYPES = EntryType.values();
  private static final int NO_DETAIL = -1;
  private static final byte[] NO_BYTES = {};

  /** A longer chain of hard links counts as a loop. */
  private static final int MAX_CHAIN = 40;

  private static final int FIRST_CAPACITY = 1024;

  private final ByteStore details;

  private byte[] type;
  private short[] mode;
  private int[] uid;
  private int[] gid;

  /** A file's size; of a hard link, the node of its target. */
  private long[] size;

  private long[] seconds;
  private int[] nanos;
  private long[] offset;

  /** The position in the details of a file's digest, a link's target or a device's numbers. */
  private int[] detail;

  NodeTable() {
    details = new ByteStore();
    type = new byte[FIRST_CAPACITY];
    mode = new short[FIRST_CAPACITY];
    uid = new int[FIRST_CAPACITY];
    gid = new int[FIRST_CAPACITY];
    size = new long[FIRST_CAPACITY];
    seconds = new long[FIRST_CAPACITY];
    nanos = new int[FIRST_CAPACITY];
    offset = new long[FIRST_CAPACITY];
    detail = new int[FIRST_CAPACITY];
    clear(ROOT);
  }

  /** The table that {@link #write} wrote; nothing can be added to it. */
  NodeTable(ColumnReader in) throws IOException {
    super(in);
    details = new ByteStore(in);
    type = in.bytes();
    mode = in.shorts();
    uid = in.ints();
    gid = in.ints();
    size = in.longs();
    seconds = in.longs();
    nanos = in.ints();
    offset = in.longs();
    detail = in.ints();
  }

  @Override
  protected void write(ColumnWriter out) throws IOException {
    super.write(out);
    details.write(out);
    out.write(type);
    out.write(mode);
    out.write(uid);
    out.write(gid);
    out.write(size);
    out.write(seconds);
    out.write(nanos);
    out.write(offset);
    out.write(detail);
  }

  public EntryType type(int node) {
    return TYPES[type[node]];
  }

  /** The bytes of content of this entry itself; a hard link has none. */
  public long size(int node) {
    return type(node) == EntryType.HARDLINK ? 0 : size[node];
  }

  /** The modification time, in seconds since 1970 UTC. */
  long seconds(int node) {
    return seconds[node];
  }

  /** Where the entry begins in the tar stream; -1 for a directory without an own entry. */
  public long offset(int node) {
    return offset[node];
  }

  /** A link's target; null for others. */
  byte[] link(int node) {
    return isLink(type(node)) ? detail(node) : null;
  }

  /** The node with the content of this one: for a hard link its target, otherwise itself. */
  public int content(int node) {
    int at = node;
    for (int i = 0; i < MAX_CHAIN && type(at) == EntryType.HARDLINK; i++) {
      at = (int) size[at];
    }
    return at;
  }

  /** Adds a directory without an own entry. */
  int addDirectory(int directory, byte[] path, int from, int to) throws ArchiveException {
    int node = addName(directory, path, from, to);
    if (node == type.length) {
      resize(node + (node >> 1));
    }
    clear(node);
    return node;
  }

  private void clear(int node) {
    type[node] = (byte) EntryType.DIRECTORY.ordinal();
    mode[node] = 0755;
    offset[node] = -1;
    detail[node] = NO_DETAIL;
  }

  /**
   * Sets the entry of a node, and replaces an older one.
   *
   * @param content of a hard link, the node of its target; otherwise ignored
   * @param digests whether a file's digest is kept
   */
  void set(int node, Entry e, int content, boolean digests) throws ArchiveException {
    type[node] = (byte) e.type().ordinal();
    mode[node] = (short) e.mode();
    uid[node] = id(e.uid(), e);
    gid[node] = id(e.gid(), e);
    size[node] = e.type() == EntryType.HARDLINK ? content : e.size();
    seconds[node] = e.mtimeSeconds();
    nanos[node] = e.mtimeNanos();
    offset[node] = e.offset();
    byte[] bytes = e.type() == EntryType.FILE && !digests ? NO_BYTES : detail(e);
    detail[node] = bytes.length == 0 ? NO_DETAIL : details.add(bytes, 0, bytes.length);
  }

  private static int id(long id, Entry e) throws ArchiveException {
    if (id < 0 || id > 0xffff_ffffL) {
      throw new ArchiveException(e.path() + ": owner " + id + " is more than Linux has (2^32-1)");
    }
    return (int) id;
  }

  /** A file's digest, a link's target or a device's numbers; empty if it has none of these. */
  private static byte[] detail(Entry e) {
    return switch (e.type()) {
      case FILE -> e.digest().map(d -> HexFormat.of().parseHex(d.hex())).orElse(NO_BYTES);
      case SYMLINK, HARDLINK -> e.link();
      case CHAR_DEVICE, BLOCK_DEVICE ->
          ByteBuffer.allocate(16).putLong(e.deviceMajor()).putLong(e.deviceMinor()).array();
      case DIRECTORY, FIFO -> NO_BYTES;
    };
  }

  private static boolean isLink(EntryType type) {
    return type == EntryType.SYMLINK || type == EntryType.HARDLINK;
  }

  /** The entry of a node; a directory without one has the offset -1. */
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
        isLink(t) ? bytes : null,
        t.isDevice() ? ByteBuffer.wrap(bytes).getLong(0) : 0,
        t.isDevice() ? ByteBuffer.wrap(bytes).getLong(8) : 0,
        t == EntryType.FILE && bytes.length > 0 ? Digest.sha256(bytes) : null,
        offset[node]);
  }

  private byte[] detail(int node) {
    return hasDetail(node) ? details.get(detail[node]) : NO_BYTES;
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

  @Override
  public long memory() {
    // The sum of the widths of the columns.
    return super.memory() + 43L * type.length + details.memory();
  }

  /** Frees the memory that is not used. */
  @Override
  public void trim() {
    super.trim();
    details.trim();
    resize(count());
  }

  private void resize(int capacity) {
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
}
