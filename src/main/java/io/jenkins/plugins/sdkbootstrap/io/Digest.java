package io.jenkins.plugins.sdkbootstrap.io;

import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A content digest, written {@code sha256:HEX}.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex the digest in lower-case hexadecimal, 64 or 128 digits
 */
public record Digest(String algorithm, String hex) implements Serializable {

  /** How many digits are enough for people to distinguish digests. */
  public static final int SHORT = 12;

  public Digest {
    int digits =
        switch (algorithm) {
          case "sha256" -> 64;
          case "sha512" -> 128;
          default ->
              throw new IllegalArgumentException(
                  "unknown digest algorithm '" + algorithm + "'; use sha256:HEX or sha512:HEX");
        };
    if (hex.length() != digits || !isHex(hex)) {
      throw new IllegalArgumentException(
          "not a " + algorithm + " digest: '" + hex + "'; it needs " + digits + " hex digits");
    }
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads {@code algorithm:HEX}, in either case.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "not a digest: '" + text + "'; write it as sha256:HEX or sha512:HEX");
    }
    return new Digest(
        text.substring(0, colon).toLowerCase(Locale.ROOT),
        text.substring(colon + 1).toLowerCase(Locale.ROOT));
  }

  /** The SHA-256 digest that these 32 bytes are. */
  public static Digest sha256(byte[] bytes) {
    return new Digest("sha256", HexFormat.of().formatHex(bytes));
  }

  /** The SHA-512 digest that these 64 bytes are. */
  public static Digest sha512(byte[] bytes) {
    return new Digest("sha512", HexFormat.of().formatHex(bytes));
  }

  /** What one of the two computations has come to; it begins anew then. */
  public static Digest of(MessageDigest computation) {
    byte[] bytes = computation.digest();
    return computation.getAlgorithm().equals("SHA-256") ? sha256(bytes) : sha512(bytes);
  }

  public static MessageDigest newSha256() {
    return newDigest("SHA-256");
  }

  /** A new computation with this digest's algorithm. */
  public MessageDigest newComputation() {
    return newDigest(algorithm.equals("sha256") ? "SHA-256" : "SHA-512");
  }

  public static MessageDigest newSha512() {
    return newDigest("SHA-512");
  }

  private static MessageDigest newDigest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The algorithm and the first {@link #SHORT} hexadecimal digits, for people. */
  public String brief() {
    return algorithm + ":" + hex.substring(0, SHORT);
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
