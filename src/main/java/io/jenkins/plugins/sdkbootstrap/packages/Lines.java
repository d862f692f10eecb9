package io.jenkins.plugins.sdkbootstrap.packages;

import java.nio.charset.StandardCharsets;

/**
 * The lines of a file, without copying: package databases have so many lines that creating strings
 * would take most of the time.
 */
final class Lines {

  private static final byte[] NONE = {};

  private final byte[] bytes;
  private int from;
  private int to = -1;
  private int number;

  /**
   * Starts before the first line.
   *
   * @param bytes the file; null if it does not exist
   */
  Lines(byte[] bytes) {
    this.bytes = bytes == null ? NONE : bytes;
  }

  /** Moves to the next line; false at the end. */
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

  /** The end of the line, without the line feed. */
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

  /** The byte at this position of the line; 0 outside of the line. */
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

  /** The first position of this in the line; -1 if there is none. */
  int indexOf(String ascii) {
    int at = indexOf(ascii.charAt(0));
    while (at >= 0 && !has(ascii, at)) {
      at = indexOf(ascii.charAt(0), at + 1, to);
    }
    return at;
  }

  /** The first position of this byte in the line; -1 if there is none. */
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

  /** The last position of this byte in the line before {@code end}; -1 if there is none. */
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
