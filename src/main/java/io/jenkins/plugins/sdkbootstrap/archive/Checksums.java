package io.jenkins.plugins.sdkbootstrap.archive;

import io.jenkins.plugins.sdkbootstrap.io.Digest;
import io.jenkins.plugins.sdkbootstrap.io.DigestAlgorithm;
import io.jenkins.plugins.sdkbootstrap.process.ToolProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Checksums of a file by any of the algorithms of DIGESTS. */
final class Checksums {

  /** The one algorithm that Java does not have; coreutils has a tool for it. */
  private static final String B2SUM = "b2sum";

  private Checksums() {}

  /** SHA-256 and SHA-512 of a file, in this order. */
  static List<Digest> sha2(Path file) throws IOException {
    Map<DigestAlgorithm, String> sums = of(file, DigestAlgorithm.DEFAULT);
    return List.of(
        new Digest("sha256", sums.get(DigestAlgorithm.SHA256)),
        new Digest("sha512", sums.get(DigestAlgorithm.SHA512)));
  }

  /** The same digests, as DIGESTS has them. */
  static Map<DigestAlgorithm, String> of(List<Digest> digests) {
    Map<DigestAlgorithm, String> sums = new EnumMap<>(DigestAlgorithm.class);
    for (Digest digest : digests) {
      sums.put(DigestAlgorithm.ofId(digest.algorithm()).orElseThrow(), digest.hex());
    }
    return sums;
  }

  /**
   * Reads a file once for all these algorithms.
   *
   * @return a checksum in lower-case hexadecimal for each of them
   */
  static Map<DigestAlgorithm, String> of(Path file, Collection<DigestAlgorithm> algorithms)
      throws IOException {
    Map<DigestAlgorithm, MessageDigest> computations = new EnumMap<>(DigestAlgorithm.class);
    for (DigestAlgorithm algorithm : algorithms) {
      algorithm.newComputation().ifPresent(c -> computations.put(algorithm, c));
    }
    Map<DigestAlgorithm, String> sums = new EnumMap<>(DigestAlgorithm.class);
    try (ToolProcess b2sum =
        algorithms.contains(DigestAlgorithm.BLAKE2B)
            ? ToolProcess.start(B2SUM, List.of(B2SUM), ToolProcess.Messages.NONE)
            : null) {
      try (InputStream in = Files.newInputStream(file);
          OutputStream toTool = b2sum == null ? OutputStream.nullOutputStream() : b2sum.input()) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          for (MessageDigest computation : computations.values()) {
            computation.update(buffer, 0, n);
          }
          toTool.write(buffer, 0, n);
        }
      }
      if (b2sum != null) {
        String said = new String(b2sum.output().readAllBytes(), StandardCharsets.US_ASCII);
        b2sum.requireSuccess();
        sums.put(DigestAlgorithm.BLAKE2B, said.substring(0, said.indexOf(' ')));
      }
    }
    computations.forEach((a, c) -> sums.put(a, HexFormat.of().formatHex(c.digest())));
    return sums;
  }
}
