package io.jenkins.plugins.sdkbootstrap.io;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An algorithm of the checksums in a DIGESTS file. Only SHA-256 and SHA-512 also identify a file
 * (see {@link Digest}); the others are there for readers of DIGESTS.
 */
public enum DigestAlgorithm {
  MD5("md5", "MD5", 32),
  SHA1("sha1", "SHA-1", 40),
  SHA224("sha224", "SHA-224", 56),
  SHA256("sha256", "SHA-256", 64),
  SHA384("sha384", "SHA-384", 96),
  SHA512("sha512", "SHA-512", 128),
  SHA3_256("sha3_256", "SHA3-256", 64),
  SHA3_512("sha3_512", "SHA3-512", 128),
  BLAKE2B("blake2b", null, 128);

  /** The algorithms of an SDK whose sdk.yaml names none. */
  public static final List<DigestAlgorithm> DEFAULT = List.of(SHA256, SHA512);

  private final String id;
  private final String javaName;
  private final int digits;

  DigestAlgorithm(String id, String javaName, int digits) {
    this.id = id;
    this.javaName = javaName;
    this.digits = digits;
  }

  /** The name in sdk.yaml and, in capitals, in DIGESTS: the same as in Python's hashlib. */
  public String id() {
    return id;
  }

  /** How many hexadecimal digits a checksum has. */
  public int digits() {
    return digits;
  }

  /** A new computation; empty for BLAKE2b, which the Java platform does not have. */
  public Optional<MessageDigest> newComputation() {
    if (javaName == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(MessageDigest.getInstance(javaName));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static List<String> ids() {
    return Arrays.stream(values()).map(DigestAlgorithm::id).toList();
  }

  public static Optional<DigestAlgorithm> ofId(String id) {
    return Arrays.stream(values()).filter(a -> a.id.equals(id)).findFirst();
  }
}
