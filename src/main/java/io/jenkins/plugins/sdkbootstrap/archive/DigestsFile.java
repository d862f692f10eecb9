package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checksums of an archive and its listing, as catalyst writes them: before each a comment with
 * the algorithm, then the line that {@code sha512sum} and the like check.
 *
 * <pre>
 * # SHA512 HASH
 * cf83e1357eef...  stage1-amd64-1.0.tar.zst
 * </pre>
 */
public final class DigestsFile {

  /** What people let catalyst compute besides, and is not checked here. */
  private static final Set<String> OTHERS =
      Set.of(
          ("blake2b blake2s md5 sha1 sha224 sha384 sha3_256 sha3_512 rmd160 ripemd160 whirlpool"
                  + " streebog256 streebog512 sm3")
              .split(" "));

  /** What is read at most, in bytes; every algorithm's sums of two files are a few kilobytes. */
  private static final int LARGEST = 1 << 20;

  private static final Pattern COMMENT = Pattern.compile("# ([A-Z0-9_]+) HASH");
  private static final Pattern SUM = Pattern.compile("([0-9a-f]+)  (.+)");

  private final Map<String, List<Digest>> digests = new LinkedHashMap<>();

  public DigestsFile() {}

  /**
   * Adds a file's checksums.
   *
   * @param fileName its name, without directories
   * @param sums its digests, in the order in which they are to be written
   * @throws ArchiveException if the name has a line break in it
   */
  public void add(String fileName, List<Digest> sums) throws ArchiveException {
    if (fileName.chars().anyMatch(c -> c == '\n' || c == '\r')) {
      throw new ArchiveException("a line break in the name of an archive; rename it");
    }
    digests.computeIfAbsent(fileName, n -> new ArrayList<>()).addAll(sums);
  }

  /** The digests of a file of that name, in any order; none where it is not named. */
  public List<Digest> of(String fileName) {
    return List.copyOf(digests.getOrDefault(fileName, List.of()));
  }

  public List<String> fileNames() {
    return List.copyOf(digests.keySet());
  }

  /** The file's text, which is stored in UTF-8. */
  public String text() {
    StringBuilder out = new StringBuilder();
    digests.forEach(
        (name, sums) -> {
          for (Digest sum : sums) {
            out.append("# ").append(sum.algorithm().toUpperCase(Locale.ROOT)).append(" HASH\n");
            out.append(sum.hex()).append("  ").append(name).append('\n');
          }
        });
    return out.toString();
  }

  /**
   * Reads a file of checksums; those by other algorithms than SHA-256 and SHA-512 are passed over.
   *
   * @throws ArchiveException with the number of a line that is none of these
   */
  public static DigestsFile read(Path file) throws IOException {
    DigestsFile read = new DigestsFile();
    String algorithm = null;
    int number = 0;
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    }
    if (bytes.length > LARGEST) {
      throw new ArchiveException(file.getFileName() + ": is larger than any DIGESTS");
    }
    for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\n")) {
      number++;
      Matcher comment = COMMENT.matcher(line);
      Matcher sum = SUM.matcher(line);
      if (comment.matches()) {
        algorithm = comment.group(1).toLowerCase(Locale.ROOT);
      } else if (algorithm == null || !sum.matches()) {
        throw error(file, number, "not a checksum and a file name");
      } else if (!OTHERS.contains(algorithm)) {
        try {
          read.add(utf8(sum.group(2)), List.of(new Digest(algorithm, sum.group(1))));
        } catch (IllegalArgumentException e) {
          throw error(file, number, e.getMessage());
        }
      }
    }
    return read;
  }

  /** Names are in UTF-8, but a file that is not must not end in an error without a line. */
  private static String utf8(String latin1) {
    return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static ArchiveException error(Path file, int line, String what) {
    return new ArchiveException(file.getFileName() + ": line " + line + ": " + what);
  }

  /** Reads a file once for both its digests: SHA-256, then SHA-512. */
  public static List<Digest> compute(Path file) throws IOException {
    MessageDigest sha256 = Digest.newSha256();
    MessageDigest sha512 = Digest.newSha512();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
        sha512.update(buffer, 0, n);
      }
    }
    return List.of(Digest.sha256(sha256.digest()), Digest.sha512(sha512.digest()));
  }
}
