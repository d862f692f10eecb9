package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.RootPath;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** The pax records of one entry; the same object is reused for each entry. */
final class PaxHeader {

  static final String XATTR = "SCHILY.xattr.";
  static final String ACL = "SCHILY.acl.";
  static final String ACL_XATTR = XATTR + "system.posix_acl_";

  /** Lists of NFS, flags as of chattr, and a label that needs SELinux. */
  private static final Set<String> NOT_READ =
      Set.of(ACL + "ace", "SCHILY.fflags", "RHT.security.selinux");

  byte[] path;
  byte[] linkPath;
  byte[] sparseName;
  long size;
  long uid;
  long gid;
  boolean hasMtime;
  long mtimeSeconds;
  int mtimeNanos;
  int sparseMajor;
  long sparseSize;
  SparseMap sparseMap;

  private boolean present;
  private int sparseMinor;
  private long sparseOffset;
  private String lastXattr;
  private boolean xattrsUnsorted;
  private int aclXattrs;
  private int acls;
  private BiConsumer<String, Long> extras;
  private Set<String> attributes;
  private boolean isNew;

  PaxHeader() {
    clear();
  }

  void clear() {
    path = null;
    linkPath = null;
    sparseName = null;
    size = -1;
    uid = -1;
    gid = -1;
    hasMtime = false;
    sparseMajor = -1;
    sparseMinor = -1;
    sparseSize = -1;
    sparseMap = null;
    sparseOffset = -1;
    present = false;
    lastXattr = "";
    xattrsUnsorted = false;
    aclXattrs = 0;
    acls = 0;
    isNew = false;
  }

  /** Reports attributes that GNU tar does not read. */
  void leaveOut(BiConsumer<String, Long> heard) {
    extras = heard;
  }

  /** Remembers which attributes there were, for {@link #hasNewAttribute}. */
  void remember() {
    attributes = new HashSet<>();
  }

  /** Whether the entry has an attribute that none had before. */
  boolean hasNewAttribute() {
    return isNew;
  }

  boolean isPresent() {
    return present;
  }

  /** Whether the entry is a sparse file of one of the pax formats. */
  boolean isSparse() {
    return sparseSize >= 0;
  }

  /** Whether {@link HeaderRewrite} would change the records. */
  boolean needsRewriting() {
    return xattrsUnsorted || aclXattrs > acls;
  }

  /** Reads the records from one index of these bytes up to another. */
  void read(byte[] b, int from, int end) throws ArchiveException {
    present = true;
    PaxCursor record = new PaxCursor(b, from, end);
    while (record.next()) {
      apply(record);
    }
    if (sparseMajor == 1 ? sparseMap != null || sparseMinor != 0 : sparseMajor > 1) {
      throw new ArchiveException("its sparse format is not known");
    }
    boolean anySparse = sparseMajor >= 0 || sparseMap != null || sparseName != null;
    if (anySparse && (sparseSize < 0 || sparseMajor != 1 && sparseMap == null)) {
      throw new ArchiveException("its sparse map is incomplete");
    }
    if (sparseOffset >= 0) {
      throw new ArchiveException("its sparse map ends with an offset without a length");
    }
  }

  private void apply(PaxCursor record) throws ArchiveException {
    String key = record.key();
    switch (key) {
      case "path" -> path = text(record, key);
      case "linkpath" -> linkPath = text(record, key);
      case "size" -> size = number(record, key);
      case "uid" -> uid = number(record, key);
      case "gid" -> gid = number(record, key);
      case "mtime" -> time(record.value());
      case "GNU.sparse.name" -> sparseName = text(record, key);
      case "GNU.sparse.major" -> sparseMajor = (int) Math.min(number(record, key), 99);
      case "GNU.sparse.minor" -> sparseMinor = (int) Math.min(number(record, key), 99);
      case "GNU.sparse.realsize", "GNU.sparse.size" -> sparseSize = number(record, key);
      case "GNU.sparse.map" -> map(record.value());
      case "GNU.sparse.offset" -> {
        if (sparseOffset >= 0) {
          throw new ArchiveException("its sparse map has an offset without a length");
        }
        sparseOffset = number(record, key);
      }
      case "GNU.sparse.numbytes" -> {
        addPiece(sparseOffset, number(record, key));
        sparseOffset = -1;
      }
      case "GNU.dumpdir" ->
          throw new ArchiveException("it belongs to an incremental dump, not to a root");
      default -> attribute(key);
    }
  }

  private void attribute(String key) {
    if (attributes != null && (key.startsWith(XATTR) || key.startsWith(ACL))) {
      isNew |= attributes.add(key);
    }
    if (key.startsWith(XATTR)) {
      xattrsUnsorted |= key.compareTo(lastXattr) < 0;
      lastXattr = key;
      if (key.startsWith(ACL_XATTR)) {
        aclXattrs++;
      }
    } else if (NOT_READ.contains(key)) {
      if (extras != null) {
        extras.accept("attributes " + key, 1L);
      }
    } else if (key.startsWith(ACL)) {
      acls++;
    }
  }

  private static byte[] text(PaxCursor record, String key) throws ArchiveException {
    byte[] value = record.value();
    if (value.length == 0) {
      throw new ArchiveException("its extended header has an empty " + key);
    }
    return value;
  }

  private static long number(PaxCursor record, String key) throws ArchiveException {
    long number = record.number();
    if (number < 0) {
      throw new ArchiveException(
          "its extended header has no valid " + key + ": " + RootPath.excerpt(record.value()));
    }
    return number;
  }

  private void map(byte[] value) throws ArchiveException {
    int start = 0;
    long offset = -1;
    for (int i = 0; i <= value.length; i++) {
      if (i == value.length || value[i] == ',') {
        long number = PaxCursor.decimal(value, start, i);
        if (offset < 0) {
          offset = number;
        } else {
          addPiece(offset, number);
          offset = -1;
        }
        start = i + 1;
      }
    }
    if (offset >= 0) {
      throw new ArchiveException("its sparse map ends with an offset without a length");
    }
  }

  private void addPiece(long offset, long length) throws ArchiveException {
    if (sparseMap == null) {
      sparseMap = new SparseMap();
    }
    sparseMap.add(offset, length);
  }

  /** A time in seconds, with sign and fraction; drops digits beyond nanoseconds. */
  private void time(byte[] value) throws ArchiveException {
    int start = value.length > 0 && value[0] == '-' ? 1 : 0;
    int dot = start;
    while (dot < value.length && value[dot] != '.') {
      dot++;
    }
    long seconds = PaxCursor.decimal(value, start, dot);
    int nanos = 0;
    boolean valid = seconds >= 0;
    for (int i = dot + 1; i < value.length; i++) {
      valid &= value[i] >= '0' && value[i] <= '9';
      if (i <= dot + 9) {
        nanos = nanos * 10 + (value[i] - '0');
      }
    }
    for (int i = Math.max(value.length, dot + 1); i <= dot + 9; i++) {
      nanos *= 10;
    }
    if (!valid) {
      throw new ArchiveException(
          "its extended header has no valid mtime: " + RootPath.excerpt(value));
    }
    boolean negative = start == 1;
    hasMtime = true;
    mtimeSeconds = negative ? -seconds - (nanos > 0 ? 1 : 0) : seconds;
    mtimeNanos = negative && nanos > 0 ? 1_000_000_000 - nanos : nanos;
  }

  /**
   * Checks a global header: it may only have records that do not change entries, such as git's
   * commit.
   */
  static void checkGlobal(byte[] b, int from, int end) throws ArchiveException {
    PaxCursor record = new PaxCursor(b, from, end);
    while (record.next()) {
      String key = record.key();
      switch (key) {
        case "path", "linkpath", "size", "uid", "gid", "mtime" -> throw forAll(key);
        default -> {
          if (key.startsWith("GNU.sparse.") || key.startsWith(XATTR) || key.startsWith(ACL)) {
            throw forAll(key);
          }
        }
      }
    }
  }

  private static ArchiveException forAll(String key) {
    return new ArchiveException("a global extended header sets '" + key + "' for all entries");
  }
}
