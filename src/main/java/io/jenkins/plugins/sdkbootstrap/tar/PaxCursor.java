package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Walks over the records of a pax extended header: {@code LENGTH KEY=VALUE} and a newline each. */
public final class PaxCursor {

  private final byte[] bytes;
  private final int end;
  private int next;
  private int start;
  private int keyStart;
  private int keyEnd;

  /** Records are in these bytes, from one index up to another. */
  PaxCursor(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.end = end;
    this.next = from;
  }

  /**
   * Moves to the next record.
   *
   * @return false after the last
   * @throws ArchiveException if a record does not follow POSIX
   */
  boolean next() throws ArchiveException {
    if (next == end) {
      return false;
    }
    start = next;
    long length = 0;
    int i = start;
    while (i < end && bytes[i] >= '0' && bytes[i] <= '9' && length <= end) {
      length = length * 10 + (bytes[i++] - '0');
    }
    boolean fits = i > start && i < end && bytes[i] == ' ' && length <= end - start;
    int recordEnd = start + (int) length;
    keyStart = i + 1;
    keyEnd = keyStart;
    while (fits && keyEnd < recordEnd && bytes[keyEnd] != '=') {
      keyEnd++;
    }
    if (!fits || keyEnd >= recordEnd - 1 || keyEnd == keyStart || bytes[recordEnd - 1] != '\n') {
      throw new ArchiveException("its extended header holds a record that is not LENGTH KEY=VALUE");
    }
    next = recordEnd;
    return true;
  }

  String key() {
    return new String(bytes, keyStart, keyEnd - keyStart, StandardCharsets.UTF_8);
  }

  byte[] value() {
    return Arrays.copyOfRange(bytes, keyEnd + 1, next - 1);
  }

  /** The bytes of the current record, with its newline. */
  public byte[] record() {
    return Arrays.copyOfRange(bytes, start, next);
  }

  /** The current record's value as a number without sign, or {@link TarBlock#INVALID}. */
  long number() {
    return decimal(bytes, keyEnd + 1, next - 1);
  }

  /** These bytes as a decimal number without sign, or {@link TarBlock#INVALID}. */
  static long decimal(byte[] b, int from, int end) {
    if (from == end || end - from > 18) {
      return TarBlock.INVALID;
    }
    long value = 0;
    for (int i = from; i < end; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return TarBlock.INVALID;
      }
      value = value * 10 + (b[i] - '0');
    }
    return value;
  }

  /** A record with this keyword and value. */
  public static byte[] record(String key, byte[] value) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    int rest = keyBytes.length + value.length + 3;
    int length = rest + 1;
    // The length counts its own digits.
    while (String.valueOf(length).length() + rest != length) {
      length = String.valueOf(length).length() + rest;
    }
    byte[] digits = String.valueOf(length).getBytes(StandardCharsets.US_ASCII);
    byte[] out = new byte[length];
    int n = digits.length;
    System.arraycopy(digits, 0, out, 0, n);
    out[n++] = ' ';
    System.arraycopy(keyBytes, 0, out, n, keyBytes.length);
    n += keyBytes.length;
    out[n++] = '=';
    System.arraycopy(value, 0, out, n, value.length);
    out[length - 1] = '\n';
    return out;
  }
}
