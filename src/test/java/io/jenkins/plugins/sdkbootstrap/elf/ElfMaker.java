package io.jenkins.plugins.sdkbootstrap.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the smallest ELF files that a loader would take: program headers and what these name. */
final class ElfMaker {

  static final int X86_64 = 62;
  static final int ARM64 = 183;
  static final int I386 = 3;

  private static final int BASE = 0x400000;

  boolean wide = true;
  boolean bigEndian = false;
  int type = 3;
  int machine = X86_64;
  String interpreter;

  private final List<Integer> tags = new ArrayList<>();
  private final List<String> strings = new ArrayList<>();

  static ElfMaker elf() {
    return new ElfMaker();
  }

  ElfMaker narrow(int machine) {
    wide = false;
    this.machine = machine;
    return this;
  }

  ElfMaker machine(int machine) {
    this.machine = machine;
    return this;
  }

  ElfMaker bigEndian() {
    bigEndian = true;
    return this;
  }

  ElfMaker type(int type) {
    this.type = type;
    return this;
  }

  ElfMaker interpreter(String path) {
    interpreter = path;
    return this;
  }

  ElfMaker needs(String library) {
    return dynamic(1, library);
  }

  ElfMaker soname(String name) {
    return dynamic(14, name);
  }

  ElfMaker rpath(String path) {
    return dynamic(15, path);
  }

  ElfMaker runpath(String path) {
    return dynamic(29, path);
  }

  private ElfMaker dynamic(int tag, String string) {
    tags.add(tag);
    strings.add(string);
    return this;
  }

  byte[] bytes() {
    int header = wide ? 64 : 52;
    int entry = wide ? 56 : 32;
    int pair = wide ? 16 : 8;
    int headers = interpreter == null ? 2 : 3;
    int interpAt = header + headers * entry;
    byte[] interp = interpreter == null ? new byte[0] : bytes(interpreter + "\0");
    int tableAt = interpAt + interp.length;
    StringBuilder table = new StringBuilder("\0");
    Map<Integer, Integer> at = new LinkedHashMap<>();
    for (int i = 0; i < strings.size(); i++) {
      at.put(i, table.length());
      table.append(strings.get(i)).append('\0');
    }
    int dynamicAt = tableAt + table.length();
    int dynamicSize = (tags.size() + 3) * pair;
    int size = dynamicAt + dynamicSize;
    ByteBuffer out =
        ByteBuffer.allocate(size).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (bigEndian ? 2 : 1), 1});
    out.position(16);
    out.putShort((short) type).putShort((short) machine).putInt(1);
    word(out, 0);
    word(out, header);
    word(out, 0);
    out.putInt(0).putShort((short) header).putShort((short) entry).putShort((short) headers);
    out.position(header);
    segment(out, 1, 0, size);
    segment(out, 2, dynamicAt, dynamicSize);
    if (interpreter != null) {
      segment(out, 3, interpAt, interp.length);
    }
    out.put(interp).put(bytes(table.toString()));
    for (int i = 0; i < tags.size(); i++) {
      word(out, tags.get(i));
      word(out, at.get(i));
    }
    word(out, 5);
    word(out, BASE + tableAt);
    word(out, 10);
    word(out, table.length());
    return out.array();
  }

  private void segment(ByteBuffer out, int kind, int offset, int size) {
    out.putInt(kind);
    if (wide) {
      out.putInt(4);
    }
    word(out, offset);
    word(out, BASE + offset);
    word(out, BASE + offset);
    word(out, size);
    word(out, size);
    if (!wide) {
      out.putInt(4);
    }
    word(out, 8);
  }

  private void word(ByteBuffer out, long value) {
    if (wide) {
      out.putLong(value);
    } else {
      out.putInt((int) value);
    }
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
