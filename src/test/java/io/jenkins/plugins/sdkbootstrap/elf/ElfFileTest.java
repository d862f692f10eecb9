package io.jenkins.plugins.sdkbootstrap.elf;

import static io.jenkins.plugins.sdkbootstrap.elf.ElfMaker.elf;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.sdkbootstrap.io.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;

public class ElfFileTest {

  /** The bytes of a file; counts the largest piece that is asked for. */
  private static final class Bytes implements ByteSource {
    private final byte[] bytes;
    private int largest;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public int read(long position, ByteBuffer into) {
      largest = Math.max(largest, into.remaining());
      int n = (int) Math.max(0, Math.min(into.remaining(), bytes.length - position));
      into.put(bytes, n == 0 ? 0 : (int) position, n);
      return n;
    }

    @Override
    public void close() {}
  }

  private static Optional<ElfFile> read(byte[] bytes) throws IOException {
    return ElfFile.read(new Bytes(bytes));
  }

  private static ElfMaker program() {
    return elf()
        .interpreter("/lib/ld.so.1")
        .needs("libb.so.1")
        .needs("liba.so\u00ff")
        .soname("me.so")
        .rpath("/one:/two")
        .runpath("$ORIGIN/../lib::/three");
  }

  private static void assertProgram(ElfFile file) {
    assertEquals("/lib/ld.so.1", file.interpreter());
    assertEquals(List.of("libb.so.1", "liba.so\u00ff"), file.needed());
    assertEquals(List.of("/one", "/two", "$ORIGIN/../lib", "/three"), file.rpath());
    assertEquals("me.so", file.soname());
  }

  @Test
  public void readsEitherWidthAndByteOrder() throws IOException {
    ElfFile x86 = read(program().bytes()).orElseThrow();
    assertProgram(x86);
    assertEquals("x86-64", x86.machine().toString());
    ElfFile i386 = read(program().narrow(ElfMaker.I386).bytes()).orElseThrow();
    assertProgram(i386);
    assertEquals("i386", i386.machine().toString());
    ElfFile mips = read(program().narrow(8).bigEndian().bytes()).orElseThrow();
    assertProgram(mips);
    assertEquals(new ElfFile.Machine(false, true, 8), mips.machine());
    ElfFile ppc = read(program().machine(21).bigEndian().bytes()).orElseThrow();
    assertProgram(ppc);
    assertEquals("ppc64", ppc.machine().toString());
  }

  @Test
  public void readsThisSystemsOwnFiles() throws Exception {
    Path shell = Path.of("/bin/sh").toRealPath();
    try (ByteSource source = ByteSource.of(shell)) {
      ElfFile file = ElfFile.read(source).orElseThrow();
      assumeTrue("this system's shell is static", file.interpreter() != null);
      assertTrue(Files.exists(Path.of(file.interpreter())));
      assertTrue(
          file.needed().toString(), file.needed().stream().anyMatch(n -> n.startsWith("libc.")));
    }
    // The JVM's own library: with a soname, and a runpath relative to itself.
    Path jvm = Path.of(System.getProperty("java.home"), "lib/server/libjvm.so");
    try (ByteSource source = ByteSource.of(jvm)) {
      ElfFile file = ElfFile.read(source).orElseThrow();
      assertEquals("libjvm.so", file.soname());
      assertNull(file.interpreter());
      assertTrue(file.needed().size() > 1);
    }
  }

  @Test
  public void readsAStreamToItsEndOnlyIfItIsElf() throws IOException {
    ByteArrayInputStream elf = new ByteArrayInputStream(program().bytes());
    assertProgram(ElfFile.read(elf).orElseThrow());
    ByteArrayInputStream text = new ByteArrayInputStream(new byte[1000]);
    assertTrue(ElfFile.read(text).isEmpty());
    assertEquals(996, text.available());
  }

  @Test
  public void needsNoSectionTable() throws IOException {
    // ElfMaker writes none; a table that lies makes no difference either.
    byte[] lying = program().bytes();
    Arrays.fill(lying, 40, 48, (byte) 0x7f);
    Arrays.fill(lying, 58, 64, (byte) 0xff);
    assertProgram(read(lying).orElseThrow());
  }

  @Test
  public void passesOverWhatNoLoaderLoads() throws IOException {
    assertTrue("an object", read(program().type(1).bytes()).isEmpty());
    assertTrue("a core dump", read(program().type(4).bytes()).isEmpty());
    assertTrue(read(new byte[0]).isEmpty());
    assertTrue(read("#!/bin/sh\n".repeat(20).getBytes(StandardCharsets.US_ASCII)).isEmpty());
    byte[] unknownWidth = program().bytes();
    unknownWidth[4] = 9;
    assertTrue(read(unknownWidth).isEmpty());
  }

  @Test
  public void needsNothingForAStaticProgram() throws IOException {
    byte[] noSegments = program().bytes();
    noSegments[56] = 1;
    ElfFile file = read(noSegments).orElseThrow();
    assertNull(file.interpreter());
    assertEquals(List.of(), file.needed());
  }

  @Test
  public void standsFilesThatAreCutOff() throws IOException {
    byte[] whole = program().bytes();
    for (int length = 0; length < whole.length; length++) {
      assertNotNull(read(Arrays.copyOf(whole, length)));
    }
  }

  @Test
  public void standsAnyBytesInLittleMemory() throws IOException {
    Random random = new Random(42);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = (round % 2 == 0 ? program() : program().narrow(3)).bytes();
      for (int i = 0; i < 1 + random.nextInt(8); i++) {
        byte value = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
        bytes[4 + random.nextInt(bytes.length - 4)] = value;
      }
      Bytes source = new Bytes(bytes);
      assertNotNull(ElfFile.read(source));
      assertTrue("asked for " + source.largest, source.largest <= 1 << 20);
    }
  }
}
