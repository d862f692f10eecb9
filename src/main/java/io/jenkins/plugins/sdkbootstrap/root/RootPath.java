package io.jenkins.plugins.sdkbootstrap.root;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A path inside a root, as bytes, because not every name is valid UTF-8. It has no leading or
 * trailing slash and no {@code .}; the root itself is the empty path. Ordered by unsigned bytes.
 */
public final class RootPath implements Comparable<RootPath> {

  public static final RootPath ROOT = new RootPath(new byte[0]);

  private static final int LONGEST_SHOWN = 4200;
  private static final int SHOWN = 200;

  private final byte[] bytes;

  private RootPath(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The path that these bytes spell, without leading {@code ./} and slashes, double and trailing
   * slashes and {@code .} components.
   *
   * @throws IllegalArgumentException if a component is {@code ..}
   */
  public static RootPath of(byte[] spelled) {
    byte[] out = new byte[spelled.length];
    int n = 0;
    int start = 0;
    while (start < spelled.length) {
      int end = start;
      while (end < spelled.length && spelled[end] != '/') {
        end++;
      }
      int length = end - start;
      if (length == 2 && spelled[start] == '.' && spelled[start + 1] == '.') {
        throw new IllegalArgumentException(
            "'..' in the path " + Mtree.escape(spelled) + "; a path inside a root has none");
      }
      if (length > 0 && !(length == 1 && spelled[start] == '.')) {
        if (n > 0) {
          out[n++] = '/';
        }
        System.arraycopy(spelled, start, out, n, length);
        n += length;
      }
      start = end + 1;
    }
    if (n == 0) {
      return ROOT;
    }
    return new RootPath(n == out.length ? out : Arrays.copyOf(out, n));
  }

  /** The path that this text spells in UTF-8. */
  public static RootPath of(String spelled) {
    return of(spelled.getBytes(StandardCharsets.UTF_8));
  }

  /** The path's bytes, a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The path's own bytes; do not change them. */
  public byte[] raw() {
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  public boolean isRoot() {
    return bytes.length == 0;
  }

  /** The last component; the root's is empty. */
  public RootPath name() {
    int slash = lastSlash();
    return slash < 0 ? this : new RootPath(Arrays.copyOfRange(bytes, slash + 1, bytes.length));
  }

  /** The directory that holds this; the root's is the root. */
  public RootPath parent() {
    int slash = lastSlash();
    return slash < 0 ? ROOT : new RootPath(Arrays.copyOf(bytes, slash));
  }

  public RootPath resolve(RootPath below) {
    if (isRoot() || below.isRoot()) {
      return isRoot() ? below : this;
    }
    byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + below.bytes.length);
    joined[bytes.length] = '/';
    System.arraycopy(below.bytes, 0, joined, bytes.length + 1, below.bytes.length);
    return new RootPath(joined);
  }

  public boolean startsWith(RootPath other) {
    int n = other.bytes.length;
    return n == 0
        || (bytes.length == n || (bytes.length > n && bytes[n] == '/'))
            && Arrays.equals(bytes, 0, n, other.bytes, 0, n);
  }

  private int lastSlash() {
    for (int i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i] == '/') {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int compareTo(RootPath other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RootPath that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /**
   * For people: the path itself if it is printable UTF-8, else escaped as in the index; {@code .}
   * for the root.
   */
  @Override
  public String toString() {
    return isRoot() ? "." : display(bytes);
  }

  /** Like {@link #display}, but cuts off what is longer than any path, and adds its length. */
  public static String excerpt(byte[] bytes) {
    return bytes.length <= LONGEST_SHOWN
        ? display(bytes)
        : display(Arrays.copyOf(bytes, SHOWN)) + "... (" + bytes.length + " bytes)";
  }

  /** Shows any bytes of a name as {@link #toString} shows a path. */
  public static String display(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean printable =
          text.codePoints()
              .noneMatch(
                  c ->
                      c == '\\'
                          || Character.isISOControl(c)
                          || Character.getType(c) == Character.FORMAT
                          || Character.getType(c) == Character.LINE_SEPARATOR
                          || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
      return printable ? text : Mtree.escape(bytes);
    } catch (CharacterCodingException e) {
      return Mtree.escape(bytes);
    }
  }
}
