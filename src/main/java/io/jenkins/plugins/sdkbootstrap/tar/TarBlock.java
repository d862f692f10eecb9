package io.jenkins.plugins.sdkbootstrap.tar;

import java.util.Arrays;

/**
 * The fields of one tar header block, as POSIX (ustar, pax interchange format) and the GNU tar
 * manual lay them out.
 */
public final class TarBlock {

  public static final int SIZE = 512;

  public static final int NAME = 0;
  static final int NAME_LENGTH = 100;
  public static final int MODE = 100;
  public static final int UID = 108;
  public static final int GID = 116;
  public static final int LENGTH = 124;
  public static final int MTIME = 136;
  public static final int CHECKSUM = 148;
  public static final int TYPE = 156;
  public static final int LINK = 157;
  public static final int MAGIC = 257;
  public static final int MAJOR = 329;
  public static final int MINOR = 337;
  public static final int PREFIX = 345;
  static final int PREFIX_LENGTH = 155;
  static final int SPARSE = 386;
  static final int SPARSE_MORE = 482;
  static final int SPARSE_SIZE = 483;

  /** The result of {@link #number} if a field has no number. */
  static final long INVALID = Long.MIN_VALUE;

  private static final byte[] USTAR = {'u', 's', 't', 'a', 'r', 0};

  private TarBlock() {}

  /** So many bytes rounded up to whole blocks. */
  public static long padded(long size) {
    return (size + SIZE - 1) & -SIZE;
  }

  static boolean isZero(byte[] b, int at) {
    for (int i = at; i < at + SIZE; i++) {
      if (b[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the stored checksum is right; old tools added signed bytes. */
  static boolean checksumFits(byte[] b, int at) {
    int unsigned = 8 * ' ';
    int signed = unsigned;
    for (int i = 0; i < SIZE; i++) {
      if (i < CHECKSUM || i >= CHECKSUM + 8) {
        unsigned += b[at + i] & 0xff;
        signed += b[at + i];
      }
    }
    long stored = number(b, at + CHECKSUM, 8);
    return stored == unsigned || stored == signed;
  }

  /** Stores the right checksum. */
  public static void seal(byte[] b, int at) {
    Arrays.fill(b, at + CHECKSUM, at + CHECKSUM + 8, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < SIZE; i++) {
      sum += b[at + i] & 0xff;
    }
    octal(b, at + CHECKSUM, 7, sum);
  }

  /** Stores a number in octal with leading zeros and a NUL, in so many bytes. */
  public static void octal(byte[] b, int at, int length, long value) {
    long rest = value;
    for (int i = at + length - 2; i >= at; i--) {
      b[i] = (byte) ('0' + (rest & 7));
      rest >>= 3;
    }
    b[at + length - 1] = 0;
  }

  /**
   * A number: octal digits between blanks or NULs, or two's complement with the first bit set
   * (base-256). An empty field is 0.
   *
   * @return the number, or {@link #INVALID} if there is none or it needs more than 63 bits
   */
  static long number(byte[] b, int at, int length) {
    return (b[at] & 0x80) != 0 ? base256(b, at, length) : octal(b, at, length);
  }

  private static long octal(byte[] b, int at, int length) {
    int i = at;
    int end = at + length;
    while (i < end && (b[i] == ' ' || b[i] == 0)) {
      i++;
    }
    long value = 0;
    for (; i < end && b[i] >= '0' && b[i] <= '7'; i++) {
      value = value << 3 | (b[i] - '0');
    }
    for (; i < end; i++) {
      if (b[i] != ' ' && b[i] != 0) {
        return INVALID;
      }
    }
    return value;
  }

  private static long base256(byte[] b, int at, int length) {
    boolean negative = (b[at] & 0x40) != 0;
    // The first bit only marks the format; the second is the sign.
    long value = negative ? b[at] : b[at] & 0x3f;
    for (int i = at + 1; i < at + length; i++) {
      if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
        return INVALID;
      }
      value = value << 8 | (b[i] & 0xff);
    }
    return value;
  }

  /** The bytes of a text field up to its first NUL. */
  static byte[] text(byte[] b, int at, int length) {
    return Arrays.copyOfRange(b, at, at + textLength(b, at, length));
  }

  /** How many bytes a text field has up to its first NUL. */
  static int textLength(byte[] b, int at, int length) {
    int n = 0;
    while (n < length && b[at + n] != 0) {
      n++;
    }
    return n;
  }

  /** Whether this is a POSIX header, whose prefix field continues the name to the left. */
  static boolean isPosix(byte[] b, int at) {
    return Arrays.equals(b, at + MAGIC, at + MAGIC + USTAR.length, USTAR, 0, USTAR.length);
  }

  static byte[] name(byte[] b, int at) {
    int prefix = isPosix(b, at) ? textLength(b, at + PREFIX, PREFIX_LENGTH) : 0;
    int name = textLength(b, at + NAME, NAME_LENGTH);
    if (prefix == 0) {
      return Arrays.copyOfRange(b, at + NAME, at + NAME + name);
    }
    byte[] whole = new byte[prefix + 1 + name];
    System.arraycopy(b, at + PREFIX, whole, 0, prefix);
    whole[prefix] = '/';
    System.arraycopy(b, at + NAME, whole, prefix + 1, name);
    return whole;
  }
}
