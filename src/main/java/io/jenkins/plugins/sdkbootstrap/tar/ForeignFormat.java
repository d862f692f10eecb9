package io.jenkins.plugins.sdkbootstrap.tar;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Recognises content that is not a tar stream, for better errors. */
public final class ForeignFormat {

  /** How many leading bytes {@link #of} needs. */
  public static final int HEAD = 40 * 1024;

  /** How many of them are read as text. */
  private static final int START = 512;

  /** The replacement of bytes that are not a character. */
  private static final char NO_CHARACTER = '\ufffd';

  private record Magic(int offset, String bytes, String name) {}

  /** Bytes as Latin-1. */
  private static final Magic[] KNOWN = {
    new Magic(0, "\u001f\u008b\b", "gzip"),
    new Magic(0, "BZh", "bzip2"),
    new Magic(0, "\u00fd7zXZ\0", "xz"),
    new Magic(0, "(\u00b5/\u00fd", "zstd"),
    new Magic(0, "hsqs", "a squashfs image"),
    new Magic(0, "\u0004\"M\u0018", "lz4"),
    new Magic(0, "\u0002!L\u0018", "lz4"),
    new Magic(0, "LZIP", "lzip"),
    new Magic(0, "]\0\0", "lzma"),
    new Magic(0, "\u0089LZO\0", "lzop"),
    new Magic(0, "\u001f\u009d", "a file of compress (.Z)"),
    new Magic(0, "PK\u0003\u0004", "a zip file"),
    new Magic(0, "7z\u00bc\u00af", "a 7z file"),
    new Magic(0, "Rar!", "a RAR file"),
    new Magic(0, "xar!", "a xar file"),
    new Magic(0, "!<arch>\n", "an ar archive, such as a Debian package"),
    new Magic(0, "\u00ed\u00ab\u00ee\u00db", "an RPM package"),
    new Magic(0, "070701", "a cpio archive"),
    new Magic(0, "070702", "a cpio archive"),
    new Magic(0, "070707", "a cpio archive"),
    new Magic(0, "\u00c7q", "a cpio archive"),
    new Magic(0, "\u007fELF", "a program"),
    new Magic(0, "QFI\u00fb", "a qcow2 disk image"),
    new Magic(0, "KDMV", "a VMDK disk image"),
    new Magic(0, "vhdxfile", "a VHDX disk image"),
    new Magic(0, "conectix", "a VHD disk image"),
    new Magic(1024, "\u00e2\u00e1\u00f5\u00e0", "an EROFS image"),
    new Magic(1080, "S\u00ef", "an ext2, ext3 or ext4 file system"),
    new Magic(0, "XFSB", "an XFS file system"),
    new Magic(32769, "CD001", "an ISO image"),
    new Magic(510, "U\u00aa", "a disk image"),
    new Magic(0, "version https://git-lfs.github.com/", "a Git LFS pointer: run git lfs pull"),
    new Magic(0, "btrfs-stream\0", "a stream of btrfs send"),
    new Magic(0, "-----BEGIN PGP", "a file encrypted or signed by PGP"),
    new Magic(0, "\u008c\r\u0004", "a file encrypted by PGP"),
    new Magic(0, "\u0085\u0001\f\u0003", "a file encrypted by PGP"),
    new Magic(0, "\u0085\u0002\f\u0003", "a file encrypted by PGP"),
    new Magic(0, "Salted__", "a file encrypted by openssl"),
    new Magic(0, "age-encryption.org/", "a file encrypted by age"),
    new Magic(0, "#!", "a script"),
    new Magic(0, "%PDF", "a PDF file"),
    new Magic(0, "{", "JSON text"),
  };

  private ForeignFormat() {}

  /**
   * Names the format of content that is not a tar stream.
   *
   * @param head the first {@link #HEAD} bytes, fewer only if the file is shorter
   */
  public static Optional<String> of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("ustar", 257)) {
      return Optional.empty();
    }
    for (Magic magic : KNOWN) {
      if (text.startsWith(magic.bytes(), magic.offset())) {
        return Optional.of(magic.name());
      }
    }
    String start = start(head).strip().toLowerCase(Locale.ROOT);
    if (start.contains("<!doctype html") || start.contains("<html") || start.contains("<head")) {
      return Optional.of("a web page");
    }
    if (start.startsWith("<?xml") || start.startsWith("<")) {
      return Optional.of("XML text");
    }
    if (start.startsWith("oid sha256:") || start.startsWith("../") || start.startsWith("/annex")) {
      return Optional.of("a pointer to a file that was not fetched");
    }
    if (!text.isEmpty() && text.chars().allMatch(c -> c == 0)) {
      return Optional.of("nothing but zeros");
    }
    boolean isText =
        start.chars().allMatch(c -> Character.isWhitespace(c) || !Character.isISOControl(c))
            && start.indexOf(NO_CHARACTER) < 0;
    return isText && !start.isEmpty() ? Optional.of("plain text") : Optional.empty();
  }

  /** The first characters, by their byte order mark or else as UTF-8. */
  private static String start(byte[] head) {
    Charset charset = StandardCharsets.UTF_8;
    if (head.length > 1 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe) {
      charset = StandardCharsets.UTF_16LE;
    } else if (head.length > 1 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff) {
      charset = StandardCharsets.UTF_16BE;
    }
    int length = Math.min(START, head.length);
    String text = new String(head, 0, length, charset);
    if (length == START && text.indexOf(NO_CHARACTER) >= START - 4) {
      text = text.substring(0, text.length() - 1); // cut in the middle of one
    }
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }
}
