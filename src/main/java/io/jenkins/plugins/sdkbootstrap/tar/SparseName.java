package io.jenkins.plugins.sdkbootstrap.tar;

import java.util.Arrays;

/**
 * The name that GNU tar gives a sparse file for readers without support for sparse files. It has
 * tar's process id, which would make every archive different.
 */
final class SparseName {

  private static final byte[] FOLDER = {
    'G', 'N', 'U', 'S', 'p', 'a', 'r', 's', 'e', 'F', 'i', 'l', 'e', '.'
  };

  private SparseName() {}

  /** Whether this name holds the id of a process. */
  static boolean hasProcessId(byte[] name) {
    int at = digits(name);
    return at >= 0 && !(name[at] == '0' && (at + 1 == name.length || name[at + 1] == '/'));
  }

  /** The name with 0 instead of the process id. */
  static byte[] withoutProcessId(byte[] name) {
    int at = digits(name);
    if (at < 0) {
      return name;
    }
    int end = at;
    while (end < name.length && name[end] >= '0' && name[end] <= '9') {
      end++;
    }
    byte[] out = Arrays.copyOf(name, at + 1 + name.length - end);
    out[at] = '0';
    System.arraycopy(name, end, out, at + 1, name.length - end);
    return out;
  }

  /** Where the id begins; -1 where there is none. The last such directory is tar's. */
  private static int digits(byte[] name) {
    for (int i = name.length - FOLDER.length - 1; i >= 0; i--) {
      if (name[i] == 'G'
          && (i == 0 || name[i - 1] == '/')
          && Arrays.equals(name, i, i + FOLDER.length, FOLDER, 0, FOLDER.length)
          && name[i + FOLDER.length] >= '0'
          && name[i + FOLDER.length] <= '9') {
        return i + FOLDER.length;
      }
    }
    return -1;
  }
}
