package io.jenkins.plugins.sdkbootstrap.root;

/** Splits spelled paths, in place. */
public final class RootPaths {

  private RootPaths() {}

  /** The end of the name that begins here: the next slash, or the end of the path. */
  public static int endOfName(byte[] path, int from) {
    int to = from;
    while (to < path.length && path[to] != '/') {
      to++;
    }
    return to;
  }

  /** Whether the name is empty, {@code .} or {@code ..}. */
  public static boolean isDots(byte[] path, int from, int to) {
    for (int i = from; i < to; i++) {
      if (path[i] != '.') {
        return false;
      }
    }
    return to - from <= 2;
  }
}
