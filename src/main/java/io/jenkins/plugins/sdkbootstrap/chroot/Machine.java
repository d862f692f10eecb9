package io.jenkins.plugins.sdkbootstrap.chroot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The architectures whose programs a stage may run, by the names that distributions use. */
enum Machine {
  AMD64(62, 64, ByteOrder.LITTLE_ENDIAN, Set.of("amd64", "x86_64", "x86-64")),
  X86(3, 32, ByteOrder.LITTLE_ENDIAN, Set.of("x86", "i386", "i486", "i586", "i686")),
  ARM64(183, 64, ByteOrder.LITTLE_ENDIAN, Set.of("arm64", "aarch64")),
  ARM(40, 32, ByteOrder.LITTLE_ENDIAN, Set.of("arm", "armhf", "armel", "armv7l", "armv6l")),
  RISCV64(243, 64, ByteOrder.LITTLE_ENDIAN, Set.of("riscv64", "riscv")),
  PPC64LE(21, 64, ByteOrder.LITTLE_ENDIAN, Set.of("ppc64le", "ppc64el", "powerpc64le")),
  S390X(22, 64, ByteOrder.BIG_ENDIAN, Set.of("s390x", "s390"));

  private final int elfMachine;
  private final int bits;
  private final ByteOrder order;
  private final Set<String> names;

  Machine(int elfMachine, int bits, ByteOrder order, Set<String> names) {
    this.elfMachine = elfMachine;
    this.bits = bits;
    this.order = order;
    this.names = names;
  }

  /** The architecture with this name, as a distribution or the kernel calls it. */
  static Optional<Machine> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return List.of(values()).stream().filter(m -> m.names.contains(lower)).findFirst();
  }

  /** The architecture of this ELF file. */
  static Optional<Machine> of(byte[] elf) {
    return List.of(values()).stream()
        .filter(m -> elf.length > 19)
        .filter(
            m -> {
              byte[] header = m.elfHeader();
              return Arrays.equals(elf, 0, 6, header, 0, 6)
                  && Arrays.equals(elf, 18, 20, header, 18, 20);
            })
        .findFirst();
  }

  /** Whether an agent of this architecture runs programs of that one without a handler. */
  boolean runs(Machine other) {
    return this == other || this == AMD64 && other == X86;
  }

  /** The first bytes of a program for this architecture, as binfmt_misc handlers match them. */
  byte[] elfHeader() {
    ByteBuffer header = ByteBuffer.allocate(64).order(order);
    header.put(new byte[] {0x7f, 'E', 'L', 'F'});
    header.put((byte) (bits == 64 ? 2 : 1));
    header.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2));
    header.put((byte) 1); // version
    header.position(16);
    header.putShort((short) 2); // ET_EXEC
    header.putShort((short) elfMachine);
    header.putInt(1); // version
    return header.array();
  }

  /** The name in Debian and Gentoo. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
