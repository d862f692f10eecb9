package io.jenkins.plugins.sdkbootstrap.archive;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.root.Entry;
import io.jenkins.plugins.sdkbootstrap.root.EntryVisitor;
import io.jenkins.plugins.sdkbootstrap.tar.PaxCursor;
import io.jenkins.plugins.sdkbootstrap.tar.TarBlock;
import io.jenkins.plugins.sdkbootstrap.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Makes tar streams byte by byte, also such as no tool makes. Text is Latin-1: a char a byte. */
final class TarBuilder {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** One header block as it is filled. */
  static final class Header {
    final byte[] block = new byte[TarBlock.SIZE];

    Header text(int at, String text) {
      byte[] bytes = latin1(text);
      System.arraycopy(bytes, 0, block, at, bytes.length);
      return this;
    }

    Header octal(int at, int length, long value) {
      TarBlock.octal(block, at, length, value);
      return this;
    }

    Header raw(int at, int... bytes) {
      for (int i = 0; i < bytes.length; i++) {
        block[at + i] = (byte) bytes[i];
      }
      return this;
    }
  }

  /** Whom the entries belong to: who runs the test, so that they can be unpacked. */
  private static int owner(String attribute) {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), attribute);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Adds an entry whose header was changed before it is sealed. */
  TarBuilder entry(char type, String name, String link, byte[] content, Consumer<Header> change) {
    Header header =
        new Header()
            .text(TarBlock.NAME, name)
            .octal(TarBlock.MODE, 8, type == '5' ? 0755 : 0644)
            .octal(TarBlock.UID, 8, owner("unix:uid"))
            .octal(TarBlock.GID, 8, owner("unix:gid"))
            .octal(TarBlock.LENGTH, 12, content.length)
            .octal(TarBlock.MTIME, 12, 1_000_000_000)
            .text(TarBlock.TYPE, String.valueOf(type))
            .text(TarBlock.LINK, link)
            .text(TarBlock.MAGIC, "ustar\00000");
    change.accept(header);
    TarBlock.seal(header.block, 0);
    return raw(header.block).raw(padded(content));
  }

  TarBuilder entry(char type, String name, String link, String content) {
    return entry(type, name, link, latin1(content), h -> {});
  }

  TarBuilder file(String name, String content) {
    return entry('0', name, "", content);
  }

  TarBuilder folder(String name) {
    return entry('5', name, "", "");
  }

  TarBuilder symlink(String name, String target) {
    return entry('2', name, target, "");
  }

  TarBuilder hardLink(String name, String target) {
    return entry('1', name, target, "");
  }

  TarBuilder device(String name, int major, int minor) {
    return entry(
        '3',
        name,
        "",
        new byte[0],
        h -> h.octal(TarBlock.MAJOR, 8, major).octal(TarBlock.MINOR, 8, minor));
  }

  /** Adds a pax header of these keys and values for the next entry. */
  TarBuilder pax(String... keysAndValues) {
    return pax('x', keysAndValues);
  }

  TarBuilder pax(char type, String... keysAndValues) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      body.writeBytes(PaxCursor.record(keysAndValues[i], latin1(keysAndValues[i + 1])));
    }
    return entry(type, "PaxHeaders/x", "", body.toByteArray(), h -> {});
  }

  TarBuilder raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  private static byte[] padded(byte[] content) {
    return Arrays.copyOf(content, (int) TarBlock.padded(content.length));
  }

  /** The stream so far, without an end. */
  byte[] open() {
    return out.toByteArray();
  }

  /** The stream with its end-of-archive. */
  byte[] end() {
    return raw(new byte[2 * TarBlock.SIZE]).open();
  }

  /** The entries that the reader sees in this stream, with the digests of their contents. */
  static List<Entry> read(byte[] tar) throws IOException {
    List<Entry> entries = new ArrayList<>();
    EntryVisitor collecting =
        new EntryVisitor() {
          @Override
          public void end(Entry complete) {
            entries.add(complete);
          }
        };
    TarReader.read(new ByteArrayInputStream(tar), List.of(collecting));
    return entries;
  }

  List<Entry> read() throws IOException {
    return read(end());
  }

  /** The stream, with its end, must be refused with this message. */
  static void refused(TarBuilder tar, String message) {
    refused(tar.end(), message);
  }

  /**
   * The stream must be refused with this message; and where it is passed on, nothing but what came
   * before the offence may be.
   */
  static void refused(byte[] stream, String message) {
    ArchiveException e = assertThrows(ArchiveException.class, () -> read(stream));
    assertEquals(message, e.getMessage());
    assertFalse("one line", e.getMessage().contains("\n"));
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    assertThrows(
        ArchiveException.class,
        () -> new TarReader(new ByteArrayInputStream(stream), passed, List.of()).readAll());
    assertArrayEquals(passed.toByteArray(), Arrays.copyOf(stream, passed.size()));
  }
}
