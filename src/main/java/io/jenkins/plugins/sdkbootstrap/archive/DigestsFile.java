package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.ArchiveException;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checksums of an archive and its listing, as catalyst writes them: a comment with the
 * algorithm, then the line that {@code sha512sum} and similar tools check.
 *
 * <pre>
 * # SHA512 HASH
 * cf83e1357eef...  stage1-amd64-1.0.tar.zst
 * </pre>
 */
public final class DigestsFile {

  /** Further algorithms of catalyst, which are not checked here. */
  private static final Set<String> OTHERS =
      Set.of(
          ("blake2s sha3_224 sha3_384 rmd160 ripemd160 whirlpool streebog256 streebog512 sm3")
              .split(" "));

  /** The largest file that is read, in bytes; all checksums of two files are a few kilobytes. */
  private static final int LARGEST = 1 << 20;

  private static final Pattern COMMENT = Pattern.compile("# ([A-Z0-9_]+) HASH");
  private static final Pattern SUM = Pattern.compile("([0-9a-f]+)  (.+)");

  private final Map<String, Map<DigestAlgorithm, String>> sums = new LinkedHashMap<>();

  public DigestsFile() {}

  /**
   * Adds a checksum.
   *
   * @param fileName the file's name, without directories
   * @param hex in lower-case hexadecimal
   * @throws ArchiveException if the name has a line break, or the checksum has a wrong length
   */
  public void add(String fileName, DigestAlgorithm algorithm, String hex) throws ArchiveException {
    if (fileName.chars().anyMatch(c -> c == '\n' || c == '\r')) {
      throw new ArchiveException("a line break in the name of an archive; rename it");
    }
    if (hex.length() != algorithm.digits()) {
      throw new ArchiveException(
          "not a %s checksum: '%s'; it needs %s hex digits"
              .formatted(algorithm.id(), hex, algorithm.digits()));
    }
    sums.computeIfAbsent(fileName, n -> new LinkedHashMap<>()).put(algorithm, hex);
  }

  /** The checksums of the file with this name, in order; empty if it is not named. */
  public Map<DigestAlgorithm, String> of(String fileName) {
    return Collections.unmodifiableMap(sums.getOrDefault(fileName, Map.of()));
  }

  public List<String> fileNames() {
    return List.copyOf(sums.keySet());
  }

  /** The same digests for further names of the files. */
  public DigestsFile renamed(ArchiveFiles from, ArchiveFiles to) throws ArchiveException {
    DigestsFile renamed = new DigestsFile();
    for (String name : fileNames()) {
      for (Map.Entry<DigestAlgorithm, String> sum : of(name).entrySet()) {
        renamed.add(name.replace(from.stem(), to.stem()), sum.getKey(), sum.getValue());
      }
    }
    return renamed;
  }

  /** The file's text, which is stored in UTF-8. */
  public String text() {
    StringBuilder out = new StringBuilder();
    sums.forEach(
        (name, ofName) ->
            ofName.forEach(
                (algorithm, hex) -> {
                  out.append("# ").append(algorithm.id().toUpperCase(Locale.ROOT));
                  out.append(" HASH\n").append(hex).append("  ").append(name).append('\n');
                }));
    return out.toString();
  }

  /**
   * Reads a file of checksums. Skips algorithms that only other tools support.
   *
   * @throws ArchiveException with the number of a wrong line
   */
  public static DigestsFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file, in);
    }
  }

  /**
   * The same from a stream.
   *
   * @param file its name, for messages
   */
  public static DigestsFile read(Path file, InputStream in) throws IOException {
    DigestsFile read = new DigestsFile();
    String algorithm = null;
    int number = 0;
    byte[] bytes = in.readNBytes(LARGEST + 1);
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
        String word = algorithm;
        int at = number;
        DigestAlgorithm known =
            DigestAlgorithm.ofId(word)
                .orElseThrow(() -> error(file, at, "unknown digest algorithm '" + word + "'"));
        try {
          read.add(utf8(sum.group(2)), known, sum.group(1));
        } catch (ArchiveException e) {
          throw error(file, number, e.getMessage());
        }
      }
    }
    return read;
  }

  /** Names are in UTF-8. If the file is not, the error must still name a line. */
  private static String utf8(String latin1) {
    return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static ArchiveException error(Path file, int line, String what) {
    return new ArchiveException(file.getFileName() + ": line " + line + ": " + what);
  }
}
