package io.jenkins.plugins.sdkbootstrap.index;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryDetail;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the files of an archive hold, by path, so that a hard link that comes later can be described
 * like its target. About 100 bytes a file: paths are kept as the first 16 bytes of their SHA-256,
 * which no one makes collide.
 */
final class SeenContent {

  private static final EntryType[] TYPES = EntryType.values();

  private final MessageDigest hash = Digest.newSha256();
  private int count;
  private long[] keys = new long[2 * 256];
  private byte[] types = new byte[256];
  private long[] sizes = new long[256];

  /** A file's digest, a symlink's target, a device's numbers. */
  private byte[][] details = new byte[256][];

  /** By hash of the path: the number of what is there plus one, or 0. */
  private int[] slots = new int[1024];

  /** Remembers what the entry holds; directories have no further names and are passed over. */
  void add(Entry e) {
    if (e.type() == EntryType.HARDLINK) {
      // A link to a link is a link to the same content.
      of(e).ifPresent(this::put);
    } else if (e.type() != EntryType.DIRECTORY) {
      put(e);
    }
  }

  /**
   * What this hard link is a further name of: an entry with the link's own path, mode, owner, time
   * and offset and its target's type, size, link, device and digest; empty when the target did not
   * come before.
   */
  Optional<Entry> of(Entry hardlink) {
    ByteBuffer key = key(RootPath.of(hardlink.link()));
    int found = slots[slot(key.getLong(), key.getLong())] - 1;
    if (found < 0) {
      return Optional.empty();
    }
    EntryType type = TYPES[types[found]];
    byte[] detail = details[found];
    return Optional.of(
        new Entry(
            hardlink.path(),
            type,
            hardlink.mode(),
            hardlink.uid(),
            hardlink.gid(),
            sizes[found],
            hardlink.mtimeSeconds(),
            hardlink.mtimeNanos(),
            EntryDetail.link(type, detail),
            EntryDetail.major(type, detail),
            EntryDetail.minor(type, detail),
            EntryDetail.digest(type, detail),
            hardlink.offset()));
  }

  private void put(Entry e) {
    ByteBuffer key = key(e.path());
    long key1 = key.getLong();
    long key2 = key.getLong();
    int at = slots[slot(key1, key2)] - 1;
    if (at < 0) {
      at = count++;
      grow();
      slots[slot(key1, key2)] = count;
      keys[2 * at] = key1;
      keys[2 * at + 1] = key2;
    }
    types[at] = (byte) e.type().ordinal();
    sizes[at] = e.size();
    details[at] = EntryDetail.of(e);
  }

  private ByteBuffer key(RootPath path) {
    return ByteBuffer.wrap(hash.digest(path.bytes()));
  }

  /** Where the slot of this path is, taken or free. */
  private int slot(long key1, long key2) {
    int mask = slots.length - 1;
    int at = (int) key1 & mask;
    while (slots[at] != 0) {
      int known = slots[at] - 1;
      if (keys[2 * known] == key1 && keys[2 * known + 1] == key2) {
        break;
      }
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    if (count > sizes.length) {
      int capacity = sizes.length + (sizes.length >> 1);
      keys = Arrays.copyOf(keys, 2 * capacity);
      types = Arrays.copyOf(types, capacity);
      sizes = Arrays.copyOf(sizes, capacity);
      details = Arrays.copyOf(details, capacity);
    }
    if (count > slots.length / 2) {
      slots = new int[slots.length * 2];
      for (int known = 0; known < count - 1; known++) {
        slots[slot(keys[2 * known], keys[2 * known + 1])] = known + 1;
      }
    }
  }
}
