package io.jenkins.plugins.sdkbootstrap.elf;

import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the dynamic loader needs for an ELF program or library. Like the loader, this reads only the
 * program headers, so a stripped or wrong section table makes no difference. Names are bytes: one
 * char for each byte (ISO 8859-1), in any encoding.
 *
 * @param machine what it runs on
 * @param interpreter path of the loader that starts it; null in libraries and static programs
 * @param needed the libraries that it names as needed, in its order
 * @param rpath its search paths for libraries, DT_RPATH and DT_RUNPATH, split at colons
 * @param soname the name that other files use for it; null if it has none
 */
public record ElfFile(
    Machine machine, String interpreter, List<String> needed, List<String> rpath, String soname) {

  /** How many leading bytes {@link #isElf} needs. */
  static final int MAGIC_LENGTH = 4;

  private static final int ET_EXEC = 2;
  private static final int ET_DYN = 3;
  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final int PT_INTERP = 3;
  private static final int DT_NEEDED = 1;
  private static final int DT_STRTAB = 5;
  private static final int DT_STRSZ = 10;
  private static final int DT_SONAME = 14;
  private static final int DT_RPATH = 15;
  private static final int DT_RUNPATH = 29;

  /** Linux loads nothing with more program headers than fit in 64 KiB. */
  private static final int MAX_HEADERS_BYTES = 1 << 16;

  private static final int MAX_DYNAMIC_BYTES = 1 << 20;
  private static final int MAX_NEEDED = 4096;
  private static final int MAX_PATH = 4096;

  /** A list of search paths; the longest seen in real files have some hundred bytes. */
  private static final int MAX_RPATH = 1 << 16;

  /**
   * A class of machine code: only files of the same one can be loaded together.
   *
   * @param wide 64 bits and not 32
   * @param bigEndian most significant byte first
   * @param number ELF's number of the processor
   */
  public record Machine(boolean wide, boolean bigEndian, int number) {

    /** For people: the processor's usual name, with its width where both exist. */
    @Override
    public String toString() {
      return switch (number) {
        case 3 -> "i386";
        case 8 -> wide ? "mips64" : "mips";
        case 20 -> "powerpc";
        case 21 -> bigEndian ? "ppc64" : "ppc64le";
        case 22 -> wide ? "s390x" : "s390";
        case 40 -> "arm";
        case 62 -> wide ? "x86-64" : "x32";
        case 183 -> "arm64";
        case 243 -> wide ? "riscv64" : "riscv32";
        case 258 -> "loongarch";
        default -> "ELF machine " + number;
      };
    }
  }

  /** Whether a file that begins with these bytes claims to be ELF. */
  static boolean isElf(byte[] head, int length) {
    return length >= MAGIC_LENGTH
        && head[0] == 0x7f
        && head[1] == 'E'
        && head[2] == 'L'
        && head[3] == 'F';
  }

  /**
   * Reads a file. Needs little memory, even for a hostile file.
   *
   * @return empty for files that no loader loads: other files, object files, kernel modules, core
   *     dumps, and ELF files that are cut off or invalid
   */
  public static Optional<ElfFile> read(ByteSource source) throws IOException {
    ElfBytes bytes = new ElfBytes(source);
    return bytes.readHeader() ? read(bytes) : Optional.empty();
  }

  /**
   * Reads a file that comes as a stream; to its end only if it is ELF.
   *
   * @param content the file, from its first byte; not closed
   * @see #read(ByteSource)
   */
  public static Optional<ElfFile> read(InputStream content) throws IOException {
    byte[] head = content.readNBytes(MAGIC_LENGTH);
    if (!isElf(head, head.length)) {
      return Optional.empty();
    }
    try (ContentSpool spool = new ContentSpool()) {
      spool.add(head, 0, head.length);
      byte[] buffer = new byte[1 << 16];
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        spool.add(buffer, 0, n);
      }
      return read(spool);
    }
  }

  private static Optional<ElfFile> read(ElfBytes bytes) throws IOException {
    boolean wide = bytes.wide();
    int type = bytes.half(16);
    Machine machine = new Machine(wide, bytes.bigEndian(), bytes.half(18));
    int entrySize = bytes.half(wide ? 54 : 42);
    int entries = bytes.half(wide ? 56 : 44);
    boolean loadable = (type == ET_EXEC || type == ET_DYN) && entrySize == (wide ? 56 : 32);
    int length = entries * entrySize;
    if (!loadable
        || length > MAX_HEADERS_BYTES
        || !bytes.load(bytes.word(wide ? 32 : 28), length)) {
      return Optional.empty();
    }
    List<Segment> segments = new ArrayList<>();
    for (int at = 0; at < length; at += entrySize) {
      segments.add(
          new Segment(
              bytes.integer(at),
              bytes.word(at + (wide ? 8 : 4)),
              bytes.word(at + (wide ? 16 : 8)),
              bytes.word(at + (wide ? 32 : 16))));
    }
    Segment interp = first(segments, PT_INTERP);
    String interpreter = interp == null ? null : bytes.string(interp.offset, interp.size, MAX_PATH);
    Segment dynamic = first(segments, PT_DYNAMIC);
    if (dynamic == null) {
      return Optional.of(new ElfFile(machine, interpreter, List.of(), List.of(), null));
    }
    return dynamic(bytes, machine, interpreter, segments, dynamic);
  }

  private static Optional<ElfFile> dynamic(
      ElfBytes bytes, Machine machine, String interpreter, List<Segment> segments, Segment dynamic)
      throws IOException {
    int pair = machine.wide ? 16 : 8;
    int length = (int) Math.min(dynamic.size, MAX_DYNAMIC_BYTES) / pair * pair;
    if (length < 0 || !bytes.load(dynamic.offset, length)) {
      return Optional.empty();
    }
    List<Long> neededAt = new ArrayList<>();
    List<Long> rpathAt = new ArrayList<>();
    long sonameAt = -1;
    long table = 0;
    long tableSize = 0;
    for (int at = 0; at < length && bytes.word(at) != 0; at += pair) {
      long tag = bytes.word(at);
      long value = bytes.word(at + pair / 2);
      if (tag == DT_NEEDED && neededAt.size() < MAX_NEEDED) {
        neededAt.add(value);
      } else if ((tag == DT_RPATH || tag == DT_RUNPATH) && rpathAt.size() < 2) {
        rpathAt.add(value);
      } else if (tag == DT_SONAME) {
        sonameAt = value;
      } else if (tag == DT_STRTAB) {
        table = value;
      } else if (tag == DT_STRSZ) {
        tableSize = value;
      }
    }
    Strings strings = new Strings(bytes, fileOffset(segments, table), tableSize);
    List<String> needed = new ArrayList<>();
    for (long at : neededAt) {
      needed.add(strings.at(at, MAX_PATH));
    }
    List<String> rpath = new ArrayList<>();
    for (long at : rpathAt) {
      String path = strings.at(at, MAX_RPATH);
      rpath.addAll(path == null ? List.of() : List.of(path.split(":")));
    }
    needed.removeIf(name -> name == null || name.isEmpty());
    rpath.removeIf(String::isEmpty);
    String soname = sonameAt < 0 ? null : strings.at(sonameAt, MAX_PATH);
    return Optional.of(
        new ElfFile(machine, interpreter, List.copyOf(needed), List.copyOf(rpath), soname));
  }

  private static Segment first(List<Segment> segments, int type) {
    for (Segment s : segments) {
      // A file with debug information only keeps the headers, with nothing in them.
      if (s.type == type && s.size > 0) {
        return s;
      }
    }
    return null;
  }

  /** The position in the file of the content at this address; -1 if there is none. */
  private static long fileOffset(List<Segment> segments, long address) {
    for (Segment s : segments) {
      long into = address - s.address;
      if (s.type == PT_LOAD && into >= 0 && into < s.size) {
        return s.offset + into;
      }
    }
    return -1;
  }

  private record Segment(int type, long offset, long address, long size) {}

  private record Strings(ElfBytes bytes, long start, long size) {
    String at(long index, int most) throws IOException {
      boolean inside = start >= 0 && index >= 0 && index < size;
      return inside ? bytes.string(start + index, size - index, most) : null;
    }
  }
}
