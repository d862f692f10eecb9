package io.jenkins.plugins.sdkbootstrap.tar;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.EntryType;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads the headers of one entry: v7, ustar, pax (local and global) and GNU, with their long names
 * and sparse files. Refuses an entry that tar programs are known to read differently.
 */
final class TarHeaderReader {

  /** How many bytes of headers one entry may have, its pax records included. */
  static final int MAX_HEADERS = 8 << 20;

  private static final long MAX_ID = 0xffff_fffeL;

  private final TarInput input;
  private final TarHeader header;
  private final PaxHeader pax = new PaxHeader();
  private BiConsumer<String, Long> extras;
  private Set<Long> owners;
  private byte[] longName;
  private byte[] longLink;

  TarHeaderReader(TarInput input, TarHeader header) {
    this.input = input;
    this.header = header;
  }

  /** Skips additions of some tools; see {@link TarReader#leaveOut}. */
  void leaveOut(BiConsumer<String, Long> heard) {
    extras = heard;
    pax.leaveOut(heard);
  }

  /**
   * Reads up to the next entry's content; its headers are held by the input.
   *
   * @return false at the end-of-archive, after its first block
   */
  boolean read() throws IOException {
    header.name = null;
    header.offset = input.offset();
    pax.clear();
    longName = null;
    longLink = null;
    while (true) {
      long at = input.offset();
      if (!input.require(TarBlock.SIZE)) {
        requireTar(at);
        String how = input.piece(1) == 0 ? "" : " in the middle of a header";
        throw new ArchiveException(
            "the tar stream is cut off" + how + " at byte " + at + ", before its end-of-archive");
      }
      byte[] b = input.buffer();
      int i = input.position();
      if (b[i] == 0 && TarBlock.isZero(b, i)) {
        if (at != header.offset) {
          throw header.error("its extended header is followed by no entry");
        }
        input.advance(TarBlock.SIZE);
        return false;
      }
      if (!TarBlock.checksumFits(b, i)) {
        requireTar(at);
        throw new ArchiveException(
            "no tar header at byte " + at + " of the tar stream: its checksum is wrong");
      }
      input.advance(TarBlock.SIZE);
      if (extras != null && b[i + TarBlock.TYPE] == 'V' && bodySize(i) == 0) {
        extras.accept("volume labels", 1L);
        input.drop();
        header.offset = input.offset();
        continue;
      }
      if (!extended(b[i + TarBlock.TYPE], i)) {
        main();
        return true;
      }
    }
  }

  /** Makes {@link #isNew} report entries with a new attribute or owner. */
  void remember() {
    pax.remember();
    owners = new HashSet<>();
  }

  /**
   * Whether the entry read last has an attribute, an owner or a group that no entry before it had.
   */
  boolean isNew() {
    boolean owned = owners.add(header.uid);
    return owners.add(-1 - header.gid) | owned | pax.hasNewAttribute();
  }

  /** Names the format that begins there instead of a tar stream. */
  private void requireTar(long at) throws IOException {
    if (at > 0) {
      return;
    }
    input.require(ForeignFormat.HEAD);
    int from = input.position();
    byte[] head = Arrays.copyOfRange(input.buffer(), from, from + input.piece(ForeignFormat.HEAD));
    Optional<String> foreign = ForeignFormat.of(head);
    if (foreign.isPresent()) {
      throw new ArchiveException("there is no tar stream in the archive: this is " + foreign.get());
    }
  }

  /** Reads a header that describes the next header; false if it is another kind. */
  private boolean extended(byte type, int at) throws IOException {
    switch (type) {
      case 'x', 'g', 'L', 'K' -> {
        int size = bodySize(at);
        int padded = (int) TarBlock.padded(size);
        if (!input.require(padded)) {
          throw header.error("the tar stream is cut off in its extended header");
        }
        byte[] b = input.buffer();
        int body = input.position();
        try {
          if (type == 'x') {
            once(pax.isPresent());
            pax.read(b, body, body + size);
          } else if (type == 'g') {
            PaxHeader.checkGlobal(b, body, body + size);
          } else if (type == 'L') {
            once(longName != null);
            longName = TarBlock.text(b, body, size);
          } else {
            once(longLink != null);
            longLink = TarBlock.text(b, body, size);
          }
        } catch (ArchiveException e) {
          throw header.named(e);
        }
        input.advance(padded);
        return true;
      }
      default -> {
        return false;
      }
    }
  }

  private int bodySize(int at) throws ArchiveException {
    long size = TarBlock.number(input.buffer(), at + TarBlock.LENGTH, 12);
    if (size < 0 || size > MAX_HEADERS) {
      throw header.error(
          "its extended header has %s; at most %s are read"
              .formatted(
                  (size == TarBlock.INVALID ? "no valid size" : size + " bytes"), MAX_HEADERS));
    }
    return (int) size;
  }

  private void once(boolean before) throws ArchiveException {
    if (before) {
      throw new ArchiveException("it has two extended headers of one kind");
    }
  }

  /** The entry's own header, the block before the position. */
  private void main() throws IOException {
    byte[] b = input.buffer();
    int at = input.position() - TarBlock.SIZE;
    header.needsRewriting = pax.needsRewriting();
    header.sparse = null;
    header.sparseMapFollows = false;
    header.name = name(b, at);
    header.link = null;
    byte flag = b[at + TarBlock.TYPE];
    header.type = type(flag);
    header.mode = (int) (field(b, at, TarBlock.MODE, 8, "mode") & 07777);
    header.uid = id(pax.uid, field(b, at, TarBlock.UID, 8, "owner"), "owner");
    header.gid = id(pax.gid, field(b, at, TarBlock.GID, 8, "group"), "group");
    long size = pax.size >= 0 ? pax.size : field(b, at, TarBlock.LENGTH, 12, "size");
    if (size < 0 || size > Long.MAX_VALUE / 2) {
      throw header.error("its size is out of range: " + size);
    }
    time(b, at);
    device(b, at);
    if (header.type == EntryType.HARDLINK || header.type == EntryType.SYMLINK) {
      header.link = link(b, at);
    }
    boolean file = header.type == EntryType.FILE;
    // Old tools give a hard link the size of its file, whose content it does not carry.
    header.stored = header.type == EntryType.HARDLINK ? 0 : size;
    header.size = file ? size : 0;
    if (!file && header.stored != 0) {
      throw header.error("a " + header.type.id() + " with content of " + size + " bytes");
    }
    if (header.type == EntryType.HARDLINK && pax.size > 0) {
      throw header.error("a hard link with content of its own; tar programs read it differently");
    }
    if (flag == 'S') {
      oldSparse();
    } else if (pax.isSparse()) {
      paxSparse(b, at, flag);
    }
  }

  private byte[] name(byte[] b, int at) throws ArchiveException {
    byte[] own = pax.path != null ? pax.path : longName != null ? longName : TarBlock.name(b, at);
    return pax.sparseName != null ? pax.sparseName : own;
  }

  private byte[] link(byte[] b, int at) {
    if (pax.linkPath != null) {
      return pax.linkPath;
    }
    return longLink != null ? longLink : TarBlock.text(b, at + TarBlock.LINK, TarBlock.NAME_LENGTH);
  }

  private EntryType type(byte flag) throws ArchiveException {
    return switch (flag) {
      // Before POSIX, a directory was a file whose name ends in a slash.
      case '0', 0, '7' ->
          header.name.length > 0 && header.name[header.name.length - 1] == '/'
              ? EntryType.DIRECTORY
              : EntryType.FILE;
      case 'S' -> EntryType.FILE;
      case '1' -> EntryType.HARDLINK;
      case '2' -> EntryType.SYMLINK;
      case '3' -> EntryType.CHAR_DEVICE;
      case '4' -> EntryType.BLOCK_DEVICE;
      case '5' -> EntryType.DIRECTORY;
      case '6' -> EntryType.FIFO;
      default -> {
        String shown = flag > ' ' && flag < 0x7f ? "'" + (char) flag + "'" : (flag & 0xff) + "";
        throw header.error("its type " + shown + " cannot be in a root");
      }
    };
  }

  private long field(byte[] b, int at, int field, int length, String what) throws ArchiveException {
    long value = TarBlock.number(b, at + field, length);
    if (value == TarBlock.INVALID) {
      throw header.error("its header has no valid " + what);
    }
    return value;
  }

  private long id(long fromPax, long fromHeader, String what) throws ArchiveException {
    long id = fromPax >= 0 ? fromPax : fromHeader;
    if (id < 0 || id > MAX_ID) {
      throw header.error("its " + what + " is out of range: " + id);
    }
    return id;
  }

  private void time(byte[] b, int at) throws ArchiveException {
    if (pax.hasMtime) {
      header.mtimeSeconds = pax.mtimeSeconds;
      header.mtimeNanos = pax.mtimeNanos;
    } else {
      header.mtimeSeconds = field(b, at, TarBlock.MTIME, 12, "time");
      header.mtimeNanos = 0;
    }
  }

  private void device(byte[] b, int at) throws ArchiveException {
    header.deviceMajor = 0;
    header.deviceMinor = 0;
    if (header.type.isDevice()) {
      header.deviceMajor = field(b, at, TarBlock.MAJOR, 8, "device number");
      header.deviceMinor = field(b, at, TarBlock.MINOR, 8, "device number");
      // Linux has 12 bits for the major number and 20 for the minor.
      if (header.deviceMajor >> 12 != 0 || header.deviceMinor >> 20 != 0) {
        throw header.error(
            "its device number is out of range: " + header.deviceMajor + "," + header.deviceMinor);
      }
    }
  }

  private void paxSparse(byte[] b, int at, byte flag) throws ArchiveException {
    if (header.type != EntryType.FILE || flag != '0' && flag != 0) {
      throw header.error("a " + header.type.id() + " that says it is a sparse file");
    }
    header.size = pax.sparseSize;
    if (pax.sparseMajor == 1) {
      header.sparseMapFollows = true;
      header.needsRewriting |= SparseName.hasProcessId(TarBlock.name(b, at));
      return;
    }
    header.sparse = pax.sparseMap;
    checkSparse();
  }

  /** The map of the old GNU format: 4 pieces in the header, 21 in each block that follows it. */
  private void oldSparse() throws IOException {
    int at = input.position() - TarBlock.SIZE;
    long size = field(input.buffer(), at, TarBlock.SPARSE_SIZE, 12, "size");
    SparseMap map = new SparseMap();
    int pieces = at + TarBlock.SPARSE;
    int count = 4;
    int more = at + TarBlock.SPARSE_MORE;
    try {
      while (true) {
        byte[] b = input.buffer();
        for (int i = 0; i < count && b[pieces + 24 * i + 12] != 0; i++) {
          map.add(
              TarBlock.number(b, pieces + 24 * i, 12),
              TarBlock.number(b, pieces + 24 * i + 12, 12));
        }
        if (b[more] == 0) {
          break;
        }
        if (!input.require(TarBlock.SIZE)) {
          throw new ArchiveException("the tar stream is cut off in its sparse map");
        }
        pieces = input.position();
        count = 21;
        more = pieces + 24 * count;
        input.advance(TarBlock.SIZE);
      }
    } catch (ArchiveException e) {
      throw header.named(e);
    }
    header.size = size;
    header.sparse = map;
    checkSparse();
  }

  private void checkSparse() throws ArchiveException {
    try {
      header.sparse.check(header.size, header.stored);
    } catch (ArchiveException e) {
      throw header.named(e);
    }
  }
}
