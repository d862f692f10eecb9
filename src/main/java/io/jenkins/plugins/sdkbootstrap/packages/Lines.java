package io.jenkins.plugins.sdkbootstrap.packages;

import java.nio.charset.StandardCharsets;

/**
 * The lines of a file, one after the other, in place: package databases have so many that a string
 * for each costs more than all the rest.
 */
final class Lines {

  private static final byte[] NONE = {};

  private final byte[] bytes;
  private int from;
  private int to = -1;
  private int number;

  /**
   * Stands before the first line.
   *
   * @param bytes the file; null where it is not there
   */
  Lines(byte[] bytes) {
    this.bytes = bytes == null ? NONE : bytes;
  }

  /** Goes to the next line; false at the end. */
  boolean next() {
    if (to + 1 >= bytes.length) {
      return false;
    }
    from = to + 1;
    to = indexOf('\n', from, bytes.length);
    to = to < 0 ? bytes.length : to;
    number++;
    return true;
  }

  /** The bytes in which the line is, from {@link #from} to {@link #to}. */
  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  /** Where the line's end is: the line feed is not of it. */
  int to() {
    return to;
  }

  /** The line's number, from 1. */
  int number() {
    return number;
  }

  boolean isEmpty() {
    return from == to;
  }

  /** Whether there is nothing but white space. */
  boolean isBlank() {
    for (int i = from; i < to; i++) {
      if (!isSpace(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  /** The byte at this place of the line; 0 before its beginning and behind its end. */
  byte at(int index) {
    return index >= 0 && from + index < to ? bytes[from + index] : 0;
  }

  boolean startsWith(String ascii) {
    return has(ascii, from);
  }

  private boolean has(String ascii, int start) {
    int n = ascii.length();
    if (to - start < n) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      if (bytes[start + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where this is first in the line; -1 where it is not. */
  int indexOf(String ascii) {
    int at = indexOf(ascii.charAt(0));
    while (at >= 0 && !has(ascii, at)) {
      at = indexOf(ascii.charAt(0), at + 1, to);
    }
    return at;
  }

  /** Where this byte is first in the line; -1 where it is not. */
  int indexOf(char ascii) {
    return indexOf(ascii, from, to);
  }

  private int indexOf(char ascii, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == ascii) {
        return i;
      }
    }
    return -1;
  }

  /** Where this byte is last in the line, before {@code end}; -1 where it is not. */
  int lastIndexOf(char ascii, int end) {
    for (int i = end - 1; i >= from; i--) {
      if (bytes[i] == ascii) {
        return i;
      }
    }
    return -1;
  }

  /** The line from this place of {@link #bytes} on, in UTF-8, without white space around it. */
  String text(int start) {
    return new String(bytes, start, to - start, StandardCharsets.UTF_8).strip();
  }

  /** The line's beginning, for people. */
  String excerpt() {
    int most = 60;
    String shown = new String(bytes, from, Math.min(to - from, most), StandardCharsets.US_ASCII);
    return shown.replaceAll("[^ -~]", "?") + (to - from > most ? "..." : "");
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b >= '\t' && b <= '\r';
  }
}
