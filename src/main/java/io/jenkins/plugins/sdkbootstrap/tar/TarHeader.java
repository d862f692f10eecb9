package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.Arrays;

/** The headers of one entry; the same object is reused for each entry. */
final class TarHeader {

  /** Where the first header begins in the tar stream. */
  long offset;

  /** The name as spelled, not checked. */
  byte[] name;

  /** The path that the name spells; set by {@link #check}. */
  RootPath path;

  /** A link's target as spelled; null for others. */
  byte[] link;

  /** The path in the root that a hard link points to; set by {@link #check}. */
  RootPath target;

  EntryType type;
  int mode;
  long uid;
  long gid;

  /** Bytes of content as read back. */
  long size;

  /** Bytes that follow the headers in the stream, padding not counted. */
  long stored;

  long mtimeSeconds;
  int mtimeNanos;
  long deviceMajor;
  long deviceMinor;

  /** The sparse map; null for other files and before it is read. */
  SparseMap sparse;

  /** Whether the sparse map is at the beginning of the content, as in the pax format 1.0. */
  boolean sparseMapFollows;

  /** Whether the headers must be rewritten. */
  boolean needsRewriting;

  /**
   * Checks the names and sets {@link #path} and {@link #target}.
   *
   * @param maxPath how many bytes a path may have
   * @param tooLong the consequence of a longer path, for the message
   */
  void check(int maxPath, String tooLong) throws ArchiveException {
    path = inside(name, "its name");
    int length = path.length();
    if (length > maxPath) {
      throw error("its path has " + length + " bytes, more than " + maxPath + ": " + tooLong);
    }
    if (path.isRoot() && type != EntryType.DIRECTORY) {
      throw error("the root itself must be a directory");
    }
    target = null;
    if (type == EntryType.HARDLINK) {
      target = inside(link, "the name it is a hard link to");
      if (target.isRoot()) {
        throw error("it is a hard link to the root itself");
      }
    } else if (type == EntryType.SYMLINK && link.length == 0) {
      throw error("it is a symbolic link to nothing");
    }
  }

  private RootPath inside(byte[] spelled, String what) throws ArchiveException {
    if (spelled.length == 0) {
      throw error(what + " is empty");
    }
    if (spelled[0] == '/') {
      throw error(what + " is absolute" + quoted(spelled));
    }
    int start = 0;
    for (int i = 0; i <= spelled.length; i++) {
      if (i == spelled.length || spelled[i] == '/') {
        if (i - start == 2 && spelled[start] == '.' && spelled[start + 1] == '.') {
          throw error(what + " leads out of the root by '..'" + quoted(spelled));
        }
        if (i - start > 255) {
          throw error(what + " has a component of " + (i - start) + " bytes; Linux allows 255");
        }
        start = i + 1;
      } else if (spelled[i] == 0) {
        throw error(what + " holds a NUL byte");
      }
    }
    return RootPath.of(spelled);
  }

  private String quoted(byte[] spelled) {
    return Arrays.equals(spelled, name) ? "" : ": " + RootPath.excerpt(spelled);
  }

  /** The entry, without a digest. */
  Entry entry(long outputOffset) {
    byte[] linkBytes = target == null ? link : target.bytes();
    return new Entry(
        path,
        type,
        mode,
        uid,
        gid,
        size,
        mtimeSeconds,
        mtimeNanos,
        linkBytes,
        deviceMajor,
        deviceMinor,
        null,
        outputOffset);
  }

  /** An error at this entry: its name, its place, and then this. */
  EntryException error(String what) {
    String which = name == null ? "the entry" : RootPath.excerpt(name);
    return new EntryException(which + " (at byte " + offset + " of the tar stream): " + what);
  }

  /** An error that says what is wrong, with the entry's name and place put before it. */
  EntryException named(ArchiveException e) {
    return e instanceof EntryException already ? already : error(e.getMessage());
  }

  static final class EntryException extends ArchiveException {
    private static final long serialVersionUID = 1L;

    private EntryException(String message) {
      super(message);
    }
  }
}
