package io.jenkins.plugins.sdkbootstrap.archive;

import static org.junit.Assert.assertEquals;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Archives, and files beside them, that are made to do harm: each with a comment that says how. */
final class HostileCorpus {

  private final List<String> arguments = new ArrayList<>();
  private final Path base;
  private final Path outside;

  /**
   * Makes it.
   *
   * @param base where
   * @param outside a folder beside it that some lead to
   */
  HostileCorpus(Path base, Path outside) throws IOException {
    this.base = base;
    this.outside = outside;
    paths();
    headers();
    bombs();
    frames();
    filesBeside();
  }

  /** What {@link HostileMain} is to do with each file. */
  List<String> arguments() {
    return arguments;
  }

  /** Adds a file to the corpus, and what is to be done with it. */
  private void add(String what, String name, byte[] content) throws IOException {
    stream(what, name, out -> out.write(content));
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private void stream(String what, String name, Content content) throws IOException {
    Path file = base.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      content.writeTo(out);
    }
    arguments.add(what);
    arguments.add(file.toString());
  }

  private void tar(String what, String name, Consumer<TarBuilder> entries) throws IOException {
    TarBuilder tar = new TarBuilder().folder("./");
    entries.accept(tar);
    add(what, name, tar.end());
  }

  /** Ways out of the root. */
  private void paths() throws IOException {
    String out = outside.toString();
    // By name: up and out.
    tar("unpack", "name.tar", t -> t.file("./a/../../../outside/x", "x"));
    // By symlink: a link out of the root, and a file below it.
    tar("unpack", "symlink.tar", t -> t.symlink("./l", out).file("./l/x", "x"));
    // By order: the link comes in the place of a folder that was there.
    tar("unpack", "order.tar", t -> t.folder("./l").symlink("./l", out).file("./l/x", "x"));
    // By order: the link comes after the file below it.
    tar("unpack", "late-link.tar", t -> t.file("./l/y", "y").symlink("./l", out));
    // By hard link: to a file outside, which a second entry of the name then overwrites.
    tar("unpack", "hardlink.tar", t -> t.hardLink("./h", out + "/x").file("./h", "x"));
    // By hard link through a link out of the root.
    tar("unpack", "hardlink-through.tar", t -> t.symlink("./l", out).hardLink("./h", "./l/x"));
    // By hard link to a link out of the root, and a file of its name: tar must not write through.
    tar(
        "unpack",
        "hardlink-to-link.tar",
        t -> t.symlink("./l", out + "/x").hardLink("./h", "./l").file("./h", "x"));
    // By a link to a file outside, and a file of the same name.
    tar("unpack", "overwrite.tar", t -> t.symlink("./l", out + "/x").file("./l", "x"));
    // By case: only a file system that takes both for one would follow the link.
    tar("unpack", "case.tar", t -> t.symlink("./L", out).folder("./l").file("./l/x", "x"));
    // By a pax header that gives a harmless entry another name.
    tar("unpack", "pax-path.tar", t -> t.pax("path", out + "/x").file("./harmless", "x"));
    // By a pax header that gives a hard link another target.
    tar("unpack", "pax-link.tar", t -> t.pax("linkpath", out + "/x").hardLink("./h", "./f"));
    // By a pax header for all entries to come.
    tar("unpack", "pax-global.tar", t -> t.pax('g', "path", out + "/x").file("./harmless", "x"));
    // By GNU tar's long name.
    tar(
        "unpack",
        "gnu-name.tar",
        t -> t.entry('L', "././@LongLink", "", out + "/x\0").file("./harmless", "x"));
    // By GNU tar's long link, of a hard link.
    tar(
        "unpack",
        "gnu-link.tar",
        t -> t.entry('K', "././@LongLink", "", out + "/x\0").hardLink("./h", "./f"));
    // By both at once, where readers may prefer the other one.
    tar(
        "unpack",
        "both-names.tar",
        t ->
            t.entry('L', "././@LongLink", "", "./harmless\0")
                .pax("path", out + "/x")
                .file("./f", "x"));
    // Devices where they may not be made: left out, with the hard links to them.
    tar(
        "rootless",
        "devices.tar",
        t -> t.device("./sda", 8, 0).hardLink("./disk", "./sda").file("./f", "x"));
    // A file in the place of a device that was left out.
    tar("rootless", "device-again.tar", t -> t.device("./d", 8, 0).file("./d", "x"));
  }

  /** Header fields that are out of range, or that readers could disagree about. */
  private void headers() throws IOException {
    // Eight million bytes of name, which an error must not repeat.
    tar("unpack", "long-name.tar", t -> t.pax("path", "n".repeat(8_000_000)).file("./f", "x"));
    // The same in folders, absolute.
    tar("unpack", "long-path.tar", t -> t.pax("path", "/d".repeat(4_000_000)).file("./f", "x"));
    // Eight million bytes of link.
    tar(
        "unpack",
        "long-link.tar",
        t -> t.pax("linkpath", "l/".repeat(4_000_000)).hardLink("./f", "x"));
    // A number that is none, and fills the header.
    tar("unpack", "long-number.tar", t -> t.pax("size", "9".repeat(8_000_000)).file("./f", "x"));
    // A time that would be a line of its own in a log.
    tar("unpack", "time.tar", t -> t.pax("mtime", "1\nBUILD SUCCESSFUL").file("./f", "x"));
    // A time that is long.
    tar("unpack", "long-time.tar", t -> t.pax("mtime", "x".repeat(8_000_000)).file("./f", "x"));
    // A key that would be a line of its own.
    tar("unpack", "key.tar", t -> t.pax('g', "a\nb", "x").file("./f", "x"));
    // A content of eight exbibytes.
    tar("unpack", "size.tar", t -> t.pax("size", "9223372036854775807").file("./f", "x"));
    // A sparse file whose pieces overlap.
    tar(
        "unpack",
        "sparse.tar",
        t ->
            t.pax("GNU.sparse.size", "9999", "GNU.sparse.map", "0,512,100,512")
                .file("./s", "x".repeat(1024)));
    // A sparse map of as many pieces as fit into a header.
    tar(
        "unpack",
        "sparse-pieces.tar",
        t ->
            t.pax("GNU.sparse.size", "9", "GNU.sparse.map", "0,0,".repeat(2_000_000) + "9,0")
                .file("./s", ""));
  }

  /** Little that becomes much. */
  private void bombs() throws IOException {
    byte[] zeros = new byte[1 << 20];
    // A GiB of zeros in a kB or two of bzip2: an archive without entries, and a long end.
    byte[] piece = Bzip2.compress(zeros, 64);
    stream("unpack", "zeros.tar.bz2", out -> repeat(out, piece, 16));
    // A GiB of zeros in frames of Zstandard.
    byte[] frame = Zstd.compress(new byte[64 << 20], 1);
    stream("unpack", "zeros.tar.zst", out -> repeat(out, frame, 16));
    // A GiB of zeros in gzip.
    stream("unpack", "zeros.tar.gz", out -> gzip(out, gz -> repeat(gz, zeros, 1024)));
    // A million empty entries, and one that is refused.
    stream("verify", "million.tar.gz", out -> gzip(out, HostileCorpus::million));
    // Fifty headers of eight million bytes each.
    stream(
        "unpack",
        "pax-bomb.tar.gz",
        out ->
            gzip(
                out,
                gz -> {
                  byte[] one =
                      new TarBuilder().pax("comment", "c".repeat(8_000_000)).file("./f", "").open();
                  repeat(gz, one, 50);
                  gz.write(new TarBuilder().file("./../f", "").end());
                }));
    // A gzip header whose file name never ends.
    stream(
        "unpack",
        "gzip-name.tar.gz",
        out -> {
          out.write(new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 3});
          byte[] name = new byte[1 << 20];
          Arrays.fill(name, (byte) 'n');
          repeat(out, name, 100);
        });
    // A sparse map in the content with a piece for every two bytes.
    stream("unpack", "sparse-map.tar.gz", out -> gzip(out, HostileCorpus::sparseMap));
    // An xz file that says it needs a dictionary of 4 GiB.
    add("unpack", "dictionary.tar.xz", xzOfALargeDictionary());
  }

  private static void repeat(OutputStream out, byte[] bytes, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      out.write(bytes);
    }
  }

  private static void gzip(OutputStream out, Content content) throws IOException {
    try (GZIPOutputStream gz =
        new GZIPOutputStream(out, 1 << 16) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      content.writeTo(gz);
    }
  }

  private static void million(OutputStream out) throws IOException {
    for (int i = 0; i < 1000; i++) {
      TarBuilder tar = new TarBuilder();
      for (int j = 0; j < 1000; j++) {
        tar.file(String.format("d%03d/f%03d", i, j), "");
      }
      out.write(tar.open());
    }
    out.write(new TarBuilder().file("../f", "").end());
  }

  private static void sparseMap(OutputStream out) throws IOException {
    int pieces = 3_999_999;
    StringBuilder map = new StringBuilder().append(pieces).append('\n');
    for (int i = 0; i < pieces; i++) {
      map.append("0\n0\n");
    }
    String size = Integer.toString((map.length() + 511) / 512 * 512);
    out.write(
        new TarBuilder()
            .pax(
                "GNU.sparse.major",
                "1",
                "GNU.sparse.minor",
                "0",
                "GNU.sparse.name",
                "s",
                "GNU.sparse.realsize",
                "9",
                "size",
                size)
            .entry('0', "x", "", map.toString())
            .end());
  }

  private static byte[] xzOfALargeDictionary() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var xz = new org.tukaani.xz.XZOutputStream(out, new org.tukaani.xz.LZMA2Options(0))) {
      xz.write(new TarBuilder().folder("./").end());
    }
    byte[] file = out.toByteArray();
    // The block's header begins behind the stream's of 12 bytes: size, flags, filter 0x21 of one
    // byte of properties, which are the dictionary's size; its CRC32 is its end.
    int size = 4 * (file[12] + 1);
    assertEquals(0x21, file[14]);
    file[16] = 40;
    CRC32 crc = new CRC32();
    crc.update(file, 12, size - 4);
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(12 + size - 4, (int) crc.getValue());
    return file;
  }

  /** Tricks with the frames of Zstandard. */
  private void frames() throws IOException {
    byte[] tar = new TarBuilder().folder("./").file("./f", "x").end();
    byte[] frame = Zstd.compress(tar);
    // A table that says each frame has 16 MiB, which someone would set aside.
    add("unpack", "promise.tar.zst", seekable(frame, 16 << 20, 1));
    // A frame that becomes more than the table says.
    add("unpack", "more.tar.zst", seekable(Zstd.compress(new byte[32 << 20]), 1024, 1));
    // A million frames of nothing.
    add("unpack", "empty-frames.tar.zst", manyFrames(frame, tar.length, 999_999));
    // A table of more frames than are read.
    add("unpack", "too-many-frames.tar.zst", manyFrames(frame, tar.length, 1_000_000));
    // What only a reader without the table would see: a second archive in a frame of its own.
    byte[] other = Zstd.compress(new TarBuilder().folder("./").file("./other", "x").end());
    ByteArrayOutputStream hidden = new ByteArrayOutputStream();
    hidden.writeBytes(other);
    hidden.writeBytes(seekable(frame, tar.length, 1));
    add("unpack", "hidden.tar.zst", hidden.toByteArray());
    // A frame to be skipped that says it has 4 GiB.
    ByteBuffer skip = ByteBuffer.allocate(8 + frame.length).order(ByteOrder.LITTLE_ENDIAN);
    skip.putInt(0x184D2A50).putInt(-1).put(frame);
    add("unpack", "skip.tar.zst", skip.array());
    // A frame whose window is of 2 GiB.
    byte[] window = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (21 << 3), 1, 0, 0};
    add("unpack", "window.tar.zst", window);
    // Frames to be skipped, many, before and between: still the same archive.
    ByteArrayOutputStream skipped = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) {
      skipped.writeBytes(new byte[] {0x5f, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 'x'});
    }
    skipped.writeBytes(frame);
    skipped.writeBytes(new byte[] {0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0});
    add("unpack", "skipped.tar.zst", skipped.toByteArray());
  }

  private static byte[] seekable(byte[] frame, int length, int count) {
    ByteBuffer out =
        ByteBuffer.allocate(count * frame.length + 8 + 8 * count + 9)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      out.put(frame);
    }
    out.putInt(0x184D2A5E).putInt(8 * count + 9);
    for (int i = 0; i < count; i++) {
      out.putInt(frame.length).putInt(length);
    }
    return out.putInt(count).put((byte) 0).putInt(0x8F92EAB1).array();
  }

  private static byte[] manyFrames(byte[] last, int length, int empty) {
    int size = 8 * (empty + 1) + 9;
    ByteBuffer out = ByteBuffer.allocate(last.length + 8 + size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(last).putInt(0x184D2A5E).putInt(size);
    for (int i = 0; i < empty; i++) {
      out.putInt(0).putInt(0);
    }
    out.putInt(last.length).putInt(length);
    return out.putInt(empty + 1).put((byte) 0).putInt(0x8F92EAB1).array();
  }

  /** What lies beside an archive. */
  private void filesBeside() throws IOException {
    byte[] line = ("./" + "x".repeat(1 << 20)).getBytes(StandardCharsets.US_ASCII);
    // An index of one line without an end.
    stream(
        "index",
        "line.mtree.zst",
        out ->
            zstd(
                out,
                z -> {
                  z.write("#mtree\n".getBytes(StandardCharsets.US_ASCII));
                  repeat(z, line, 64);
                }));
    // An index of nothing but comments.
    stream(
        "index",
        "comments.mtree.zst",
        out ->
            zstd(
                out,
                z -> {
                  z.write("#mtree\n".getBytes(StandardCharsets.US_ASCII));
                  repeat(z, "# nothing\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII), 1000);
                }));
    // An index whose names would be lines in a log.
    stream(
        "index",
        "name.mtree.zst",
        out ->
            zstd(out, z -> z.write("#mtree\n./a\u001b[2Jb\n".getBytes(StandardCharsets.US_ASCII))));
    // Checksums without an end.
    stream("digests", "large.DIGESTS", out -> repeat(out, line, 200));
    // Checksums of a name that would be a line of its own.
    add("digests", "name.DIGESTS", "# SHA256 HASH\nx\rBUILD\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static void zstd(OutputStream out, Content content) throws IOException {
    try (var zstd = new com.github.luben.zstd.ZstdOutputStream(out, 1)) {
      content.writeTo(zstd);
    }
  }
}
