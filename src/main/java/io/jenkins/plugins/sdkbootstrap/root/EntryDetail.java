package io.jenkins.plugins.sdkbootstrap.root;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The one thing that an entry of its type has besides what all have, as bytes for compact tables: a
 * file's digest, a link's target, a device's numbers.
 */
public final class EntryDetail {

  private static final byte[] NONE = {};

  private EntryDetail() {}

  /** The entry's detail; empty where it has none. */
  public static byte[] of(Entry e) {
    return switch (e.type()) {
      case FILE -> e.digest().map(d -> HexFormat.of().parseHex(d.hex())).orElse(NONE);
      case SYMLINK, HARDLINK -> e.link();
      case CHAR_DEVICE, BLOCK_DEVICE ->
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(e.deviceMajor())
              .putLong(e.deviceMinor())
              .array();
      case DIRECTORY, FIFO -> NONE;
    };
  }

  /** The link's target in a detail; null for what is no link. */
  public static byte[] link(EntryType type, byte[] detail) {
    return type == EntryType.SYMLINK || type == EntryType.HARDLINK ? detail : null;
  }

  /** The device's major number in a detail; 0 for what is no device. */
  public static long major(EntryType type, byte[] detail) {
    return type.isDevice() ? ByteBuffer.wrap(detail).getLong() : 0;
  }

  /** The device's minor number in a detail; 0 for what is no device. */
  public static long minor(EntryType type, byte[] detail) {
    return type.isDevice() ? ByteBuffer.wrap(detail).getLong(Long.BYTES) : 0;
  }

  /** The file's digest in a detail; null for what is no file and where it was not computed. */
  public static Digest digest(EntryType type, byte[] detail) {
    return type == EntryType.FILE && detail.length > 0 ? Digest.sha256(detail) : null;
  }
}
