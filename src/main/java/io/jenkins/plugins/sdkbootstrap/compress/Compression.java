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

  /** How many leading bytes of an archive {@link #ofContent} wants to see. */
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

  /**
   * As people and sdk.yaml call it: {@code zstd}, {@code bzip2}, {@code xz}, {@code gzip}, {@code
   * none}.
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same by the ending of a file name: {@code zst}, {@code bz2}, {@code xz}, {@code gz}. */
  private String shortWord() {
    return this == NONE ? word() : suffix.substring(NONE.suffix.length() + 1);
  }

  /** Every word that {@link #ofWord} knows, both spellings of one beside each other. */
  public static List<String> words() {
    return Arrays.stream(values())
        .flatMap(c -> Stream.of(c.word(), c.shortWord()))
        .distinct()
        .toList();
  }

  /** Chosen by either spelling; empty for a word that is none. */
  public static Optional<Compression> ofWord(String word) {
    return Arrays.stream(values())
        .filter(c -> c.word().equals(word) || c.shortWord().equals(word))
        .findFirst();
  }

  /** Chosen by the ending of a file name; empty for a name without a known ending. */
  public static Optional<Compression> ofName(String fileName) {
    for (Compression c : values()) {
      if (fileName.endsWith(c.suffix)) {
        return Optional.of(c);
      }
    }
    return Optional.empty();
  }

  /**
   * Recognised by content, never by name: what no magic number claims is taken for a bare tar,
   * which the tar reader then accepts or refuses. A Zstandard file may also begin with a skippable
   * frame.
   *
   * @param head the first bytes of the archive, fewer than {@link #MAGIC_LENGTH} only if it is
   *     short
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
