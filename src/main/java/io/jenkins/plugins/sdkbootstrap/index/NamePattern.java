package io.jenkins.plugins.sdkbootstrap.index;

import java.nio.charset.StandardCharsets;

/**
 * The pattern of a search in names, which are bytes. With a {@code *}, {@code ?} or {@code [} it is
 * a glob that the whole name must match, otherwise a part of the name. The time is at most
 * proportional to the length of the pattern times that of the name.
 */
final class NamePattern {

  private final byte[] pattern;
  private final boolean glob;

  /** The pattern that this text spells in UTF-8. */
  NamePattern(String spelled) {
    pattern = spelled.getBytes(StandardCharsets.UTF_8);
    glob = spelled.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /** Whether this matches whole paths, not only names. */
  boolean spansDirectories() {
    for (byte b : pattern) {
      if (b == '/') {
        return true;
      }
    }
    return false;
  }

  boolean matches(byte[] name) {
    return glob ? matchesGlob(name) : contains(name);
  }

  private boolean contains(byte[] name) {
    for (int start = 0; start + pattern.length <= name.length; start++) {
      int i = 0;
      while (i < pattern.length && name[start + i] == pattern[i]) {
        i++;
      }
      if (i == pattern.length) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesGlob(byte[] name) {
    int p = 0;
    int n = 0;
    // Where to continue if the match fails: after the last star, one byte further in the name.
    int star = -1;
    int retry = 0;
    while (n < name.length) {
      int next = p < pattern.length ? one(p, name, n) : -1;
      if (p < pattern.length && pattern[p] == '*') {
        star = ++p;
        retry = n;
      } else if (next >= 0) {
        n += pattern[p] == '?' ? characterLength(name, n) : 1;
        p = next;
      } else if (star >= 0) {
        p = star;
        n = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '*') {
      p++;
    }
    return p == pattern.length;
  }

  /** Where the pattern continues if its element at p matches the name at n, otherwise -1. */
  private int one(int p, byte[] name, int n) {
    if (pattern[p] == '[') {
      int close = closing(p);
      if (close > 0) {
        return inClass(p + 1, close, name[n] & 0xff) ? close + 1 : -1;
      }
    }
    return pattern[p] == '?' || pattern[p] == name[n] ? p + 1 : -1;
  }

  /** The end of the class that opens at p; a bracket without an end is literal. */
  private int closing(int p) {
    int from = p + 1 < pattern.length && negates(p + 1) ? p + 3 : p + 2;
    for (int i = from; i < pattern.length; i++) {
      if (pattern[i] == ']') {
        return i;
      }
    }
    return -1;
  }

  private boolean negates(int at) {
    return pattern[at] == '!' || pattern[at] == '^';
  }

  private boolean inClass(int from, int close, int c) {
    boolean negated = negates(from);
    boolean found = false;
    int i = negated ? from + 1 : from;
    while (i < close) {
      int low = pattern[i] & 0xff;
      boolean range = i + 2 < close && pattern[i + 1] == '-';
      int high = range ? pattern[i + 2] & 0xff : low;
      found |= low <= c && c <= high;
      i += range ? 3 : 1;
    }
    return found != negated;
  }

  /** How many bytes the UTF-8 character at n has; 1 if it is not valid. */
  private static int characterLength(byte[] name, int n) {
    int lead = name[n] & 0xff;
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    for (int i = 1; i < length; i++) {
      if (n + i >= name.length || (name[n + i] & 0xc0) != 0x80) {
        return 1;
      }
    }
    return length;
  }
}
