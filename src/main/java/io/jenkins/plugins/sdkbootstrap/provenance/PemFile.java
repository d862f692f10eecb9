package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.Printable;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one key of a PEM text. */
final class PemFile {

  /** The longest text in characters; real keys have less than a tenth of it. */
  static final int LARGEST = 64 << 10;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,60})-----([^-]*)-----END ([A-Z0-9 ]{1,60})-----");

  private PemFile() {}

  /** Creates a key from the bytes of the PEM text, or fails if the factory cannot read them. */
  @FunctionalInterface
  interface Reading {
    Key key(KeyFactory factory, byte[] der) throws GeneralSecurityException;
  }

  /**
   * Reads the key.
   *
   * @param name what messages call it
   * @param label the label after {@code BEGIN}
   * @throws KeyException if it is not a key that can sign records
   */
  static Key read(String name, String pem, String label, Reading reading) throws KeyException {
    String shown = Printable.plain(name);
    if (pem.length() > LARGEST) {
      throw new KeyException(shown + ": is larger than any key");
    }
    Matcher block = BLOCK.matcher(pem);
    if (!block.find() || !block.group(1).equals(block.group(3))) {
      throw new KeyException(
          shown + ": holds no key in PEM; it must have a line -----BEGIN " + label + "-----");
    }
    if (!block.group(1).equals(label)) {
      throw new KeyException(shown + ": " + instead(block.group(1), label));
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(block.group(2));
    } catch (IllegalArgumentException e) {
      throw new KeyException(shown + ": is not PEM: the text between its two lines is not Base64");
    }
    for (KeyKind kind : List.of(KeyKind.ED25519, KeyKind.P256)) {
      try {
        Key key = reading.key(kind.factory(), der);
        if (KeyKind.of(key).isPresent()) {
          return key;
        }
      } catch (GeneralSecurityException e) {
        // Try the next kind. The message is dropped, because it could quote the key.
      }
    }
    throw new KeyException(
        shown
            + ": is not an Ed25519, ECDSA P-256 or ECDSA P-384 key, or is damaged; only these can sign");
  }

  private static String instead(String is, String label) {
    if (is.contains("ENCRYPTED")) {
      return "is encrypted; decrypt it, for example with"
          + " openssl pkey -in KEY -out KEY.plain, or create one with openssl genpkey";
    }
    if (is.equals("EC PRIVATE KEY") || is.equals("EC PARAMETERS")) {
      return "is in the old form of openssl; convert it with openssl pkcs8 -topk8 -nocrypt -in KEY"
          + " -out KEY.pkcs8";
    }
    return "is a " + is + ", where a " + label + " is needed";
  }
}
