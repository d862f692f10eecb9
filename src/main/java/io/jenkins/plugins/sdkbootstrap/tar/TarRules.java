package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.NameTree;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.Arrays;

/**
 * Checks an entry against those before it: nothing below what is not a directory, hard links only
 * to earlier entries, no name that changes its type.
 */
final class TarRules {

  /** The largest number of names, more than any root has. */
  private static final int MAX_NAMES = 10_000_000;

  private static final EntryType[] TYPES = EntryType.values();

  private static final class SeenNames extends NameTree {

    int add(int parent, byte[] path, int from, int to) throws ArchiveException {
      if (count() == MAX_NAMES) {
        throw new ArchiveException("the tar stream holds more than " + MAX_NAMES + " names");
      }
      return addName(parent, path, from, to);
    }
  }

  private final SeenNames seen = new SeenNames();

  /** By node: 1 and the number of its type; 0 for a directory that only names below it speak of. */
  private byte[] types = new byte[1024];

  TarRules() {
    type(NameTree.ROOT, EntryType.DIRECTORY);
  }

  private EntryType type(int node) {
    return node >= types.length || types[node] == 0 ? null : TYPES[types[node] - 1];
  }

  private void type(int node, EntryType type) {
    if (node >= types.length) {
      types = Arrays.copyOf(types, node + (node >> 1));
    }
    types[node] = (byte) (type.ordinal() + 1);
  }

  /**
   * Accepts the entry, or refuses it with one line.
   *
   * @return the type of the name now: a hard link has the type of its target
   */
  EntryType accept(TarHeader entry) throws ArchiveException {
    EntryType is = entry.target == null ? entry.type : targetType(entry);
    if (entry.path.isRoot()) {
      return is;
    }
    byte[] path = entry.path.raw();
    int parent = NameTree.ROOT;
    int start = 0;
    for (int i = 0; i < path.length; i++) {
      if (path[i] == '/') {
        int node = seen.child(parent, path, start, i);
        if (node == NameTree.NONE) {
          node = add(entry, parent, path, start, i);
        } else {
          requireDirectory(entry, type(node), path, i, "it lies below ");
        }
        parent = node;
        start = i + 1;
      }
    }
    int node = seen.child(parent, path, start, path.length);
    if (node == NameTree.NONE) {
      node = add(entry, parent, path, start, path.length);
    } else {
      EntryType before = type(node);
      if (before != is && !(before == null && is == EntryType.DIRECTORY)) {
        String was = before == null ? "dir, by the names below it" : before.id();
        throw entry.error("it changes its type: a " + was + " before, now a " + is.id());
      }
    }
    type(node, is);
    return is;
  }

  private EntryType targetType(TarHeader entry) throws ArchiveException {
    byte[] path = entry.target.raw();
    int node = NameTree.ROOT;
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        node = seen.child(node, path, start, i);
        if (node == NameTree.NONE) {
          throw entry.error(
              "it is a hard link to " + RootPath.excerpt(path) + ", which does not come before it");
        }
        if (i < path.length) {
          requireDirectory(entry, type(node), path, i, "it is a hard link through ");
        }
        start = i + 1;
      }
    }
    EntryType type = type(node);
    if (type == null || type == EntryType.DIRECTORY) {
      throw entry.error("it is a hard link to " + RootPath.excerpt(path) + ", a directory");
    }
    return type;
  }

  private static void requireDirectory(
      TarHeader entry, EntryType type, byte[] path, int end, String how) throws ArchiveException {
    if (type != null && type != EntryType.DIRECTORY) {
      String what = type == EntryType.SYMLINK ? "symbolic link" : type.id();
      byte[] directory = Arrays.copyOf(path, end);
      throw entry.error(
          how + RootPath.display(directory) + ", which is a " + what + " in the same archive");
    }
  }

  private int add(TarHeader entry, int parent, byte[] path, int from, int to)
      throws ArchiveException {
    try {
      return seen.add(parent, path, from, to);
    } catch (ArchiveException e) {
      throw entry.named(e);
    }
  }
}
