package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.PathTree;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.Arrays;

/**
 * Judges an entry by those before it: nothing below what is not a folder, hard links only to what
 * came before, no name that becomes something else.
 */
final class TarRules {

  private final PathTree seen = new PathTree();

  TarRules() {
    seen.type(PathTree.ROOT, EntryType.DIRECTORY);
  }

  /**
   * Accepts the entry, or refuses it with one line.
   *
   * @return what the name is now: a hard link is what its target is
   */
  EntryType accept(TarHeader entry) throws ArchiveException {
    EntryType is = entry.target == null ? entry.type : targetType(entry);
    if (entry.path.isRoot()) {
      return is;
    }
    byte[] path = entry.path.raw();
    int parent = PathTree.ROOT;
    int start = 0;
    for (int i = 0; i < path.length; i++) {
      if (path[i] == '/') {
        int node = seen.find(parent, path, start, i);
        if (node == PathTree.NONE) {
          node = add(entry, parent, path, start, i);
        } else {
          requireFolder(entry, seen.type(node), path, i, "it lies below ");
        }
        parent = node;
        start = i + 1;
      }
    }
    int node = seen.find(parent, path, start, path.length);
    if (node == PathTree.NONE) {
      node = add(entry, parent, path, start, path.length);
    } else {
      EntryType before = seen.type(node);
      if (before != is && !(before == null && is == EntryType.DIRECTORY)) {
        String was = before == null ? "dir, by the names below it" : before.word();
        throw entry.error("it changes its type: a " + was + " before, now a " + is.word());
      }
    }
    seen.type(node, is);
    return is;
  }

  private EntryType targetType(TarHeader entry) throws ArchiveException {
    byte[] path = entry.target.raw();
    int node = PathTree.ROOT;
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        node = seen.find(node, path, start, i);
        if (node == PathTree.NONE) {
          throw entry.error(
              "it is a hard link to " + RootPath.excerpt(path) + ", which has not come before it");
        }
        if (i < path.length) {
          requireFolder(entry, seen.type(node), path, i, "it is a hard link through ");
        }
        start = i + 1;
      }
    }
    EntryType type = seen.type(node);
    if (type == null || type == EntryType.DIRECTORY) {
      throw entry.error("it is a hard link to " + RootPath.excerpt(path) + ", a directory");
    }
    return type;
  }

  private static void requireFolder(
      TarHeader entry, EntryType type, byte[] path, int end, String how) throws ArchiveException {
    if (type != null && type != EntryType.DIRECTORY) {
      String what = type == EntryType.SYMLINK ? "symbolic link" : type.word();
      byte[] folder = Arrays.copyOf(path, end);
      throw entry.error(
          how + RootPath.display(folder) + ", which is a " + what + " in the same archive");
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
