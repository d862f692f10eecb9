package io.jenkins.plugins.sdkbootstrap.compress;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a tar stream is compressed. {@link #ZSTD} is written in the seekable format. */
public enum Compression {
  ZSTD(".tar.zst", 0x28, 0xb5, 0x2f, 0xfd),
  BZIP2(".tar.bz2", 'B', 'Z', 'h'),
  XZ(".tar.xz", 0xfd, '7', 'z', 'X', 'Z', 0),
  GZIP(".tar.gz", 0x1f, 0x8b, 0x08),
  NONE(".tar");

  /** How many leading bytes of an archive {@link #ofContent} needs. */
  public static final int MAGIC_LENGTH = 6;

  private final String suffix;
  private final byte[] magic;

  Compression(String suffix, int... magic) {
    this.suffix = suffix;
    this.magic = new byte[magic.length];
    for (int i = 0; i < magic.length; i++) {
      this.magic[i] = (byte) magic[i];
    }
  }

  /** The ending of an archive's file name, from {@code .tar} on. */
  public String suffix() {
    return suffix;
  }

  /** The name in sdk.yaml: {@code zstd}, {@code bzip2}, {@code xz}, {@code gzip}, {@code none}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The extension of a file name: {@code zst}, {@code bz2}, {@code xz}, {@code gz}. */
  private String extension() {
    return this == NONE ? id() : suffix.substring(NONE.suffix.length() + 1);
  }

  /** Every name that {@link #ofId} knows: each id, followed by its extension. */
  public static List<String> ids() {
    return Arrays.stream(values())
        .flatMap(c -> Stream.of(c.id(), c.extension()))
        .distinct()
        .toList();
  }

  /** Finds by id or by extension; empty for an unknown name. */
  public static Optional<Compression> ofId(String id) {
    return Arrays.stream(values())
        .filter(c -> c.id().equals(id) || c.extension().equals(id))
        .findFirst();
  }

  /** Finds by the ending of a file name; empty for a name without a known ending. */
  public static Optional<Compression> ofName(String fileName) {
    for (Compression c : values()) {
      if (fileName.endsWith(c.suffix)) {
        return Optional.of(c);
      }
    }
    return Optional.empty();
  }

  /**
   * Recognises the compression by content, never by name. Content without a known magic number
   * counts as a plain tar, which the tar reader then accepts or refuses. A Zstandard file may also
   * begin with a skippable frame.
   *
   * @param head the first {@link #MAGIC_LENGTH} bytes of the archive, or all of a shorter one
   */
  public static Compression ofContent(byte[] head) {
    for (Compression c : values()) {
      int n = c.magic.length;
      if (n > 0 && head.length >= n && Arrays.equals(head, 0, n, c.magic, 0, n)) {
        return c;
      }
    }
    boolean skippable =
        head.length >= 4
            && (head[0] & 0xf0) == 0x50
            && head[1] == 0x2a
            && head[2] == 0x4d
            && head[3] == 0x18;
    return skippable ? ZSTD : NONE;
  }
}
