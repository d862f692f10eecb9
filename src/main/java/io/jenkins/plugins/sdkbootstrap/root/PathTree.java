package io.jenkins.plugins.sdkbootstrap.root;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The names seen in a tar stream so far, as a tree, to judge later ones by. About 40 bytes a name,
 * in a few large arrays; {@link #MAX_NAMES} bounds what a hostile stream can take.
 */
public final class PathTree {

  /** More names than any root has; a stream with more is refused. */
  static final int MAX_NAMES = 10_000_000;

  public static final int ROOT = 0;

  public static final int NONE = -1;

  private static final int CHUNK = 1 << 16;

  /** Unknown to who makes the stream, so that names cannot be chosen to share a slot. */
  private final long key = ThreadLocalRandom.current().nextLong() | 1;

  private int[] parents = new int[1024];
  private long[] names = new long[1024];
  private byte[] types = new byte[1024];
  private int[] slots = new int[4096];
  private byte[][] chunks = {new byte[CHUNK]};
  private int chunk;
  private int chunkUsed;
  private int count = 1;

  /** The type noted for a node; null for a folder that only the names below it speak of. */
  public EntryType type(int node) {
    return types[node] == 0 ? null : EntryTypes.of(types[node] - 1);
  }

  public void type(int node, EntryType type) {
    types[node] = (byte) (type.ordinal() + 1);
  }

  /** The child of this name, or {@link #NONE}. */
  public int find(int parent, byte[] b, int from, int to) {
    int slot = hash(parent, b, from, to) & slots.length - 1;
    for (int node; (node = slots[slot]) != 0; slot = slot + 1 & slots.length - 1) {
      if (parents[node] == parent && isNamed(node, b, from, to)) {
        return node;
      }
    }
    return NONE;
  }

  /**
   * A new child of this name, which must not be there yet.
   *
   * @throws ArchiveException when there are too many names
   */
  public int add(int parent, byte[] b, int from, int to) throws ArchiveException {
    if (count == MAX_NAMES) {
      throw new ArchiveException("the tar stream holds more than " + MAX_NAMES + " names");
    }
    if (count == parents.length) {
      parents = Arrays.copyOf(parents, 2 * count);
      names = Arrays.copyOf(names, 2 * count);
      types = Arrays.copyOf(types, 2 * count);
    }
    if (2 * count >= slots.length) {
      growSlots();
    }
    int node = count++;
    parents[node] = parent;
    names[node] = store(b, from, to);
    insert(node, hash(parent, b, from, to));
    return node;
  }

  private void growSlots() {
    slots = new int[2 * slots.length];
    for (int node = 1; node < count; node++) {
      long name = names[node];
      int from = (int) name >>> 8;
      insert(
          node, hash(parents[node], chunks[(int) (name >>> 32)], from, from + ((int) name & 0xff)));
    }
  }

  private void insert(int node, int hash) {
    int slot = hash & slots.length - 1;
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = node;
  }

  /** Keeps a name; chunk, place and length in one number. */
  private long store(byte[] b, int from, int to) {
    int length = to - from;
    if (chunkUsed + length > CHUNK) {
      chunk++;
      if (chunk == chunks.length) {
        chunks = Arrays.copyOf(chunks, 2 * chunk);
      }
      chunks[chunk] = new byte[CHUNK];
      chunkUsed = 0;
    }
    System.arraycopy(b, from, chunks[chunk], chunkUsed, length);
    long name = (long) chunk << 32 | (long) chunkUsed << 8 | length;
    chunkUsed += length;
    return name;
  }

  private boolean isNamed(int node, byte[] b, int from, int to) {
    long name = names[node];
    int length = (int) name & 0xff;
    int start = (int) name >>> 8;
    return length == to - from
        && Arrays.equals(chunks[(int) (name >>> 32)], start, start + length, b, from, to);
  }

  private int hash(int parent, byte[] b, int from, int to) {
    long h = (parent + 1) * key;
    for (int i = from; i < to; i++) {
      h = (h ^ h >>> 32 ^ b[i]) * key;
    }
    return (int) (h >>> 32);
  }

  /** Enum constants by number without a fresh array each time. */
  private static final class EntryTypes {
    private static final EntryType[] VALUES = EntryType.values();

    static EntryType of(int ordinal) {
      return VALUES[ordinal];
    }
  }
}
