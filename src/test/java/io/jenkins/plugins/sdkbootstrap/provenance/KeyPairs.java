package io.jenkins.plugins.sdkbootstrap.provenance;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Keys for tests, made by the JDK, in the PEM that openssl writes. */
public final class KeyPairs {

  private KeyPairs() {}

  /** A fresh pair: {@code Ed25519}, or the name of a curve such as {@code secp256r1}. */
  public static KeyPair make(String kind) {
    try {
      if (!kind.startsWith("secp")) {
        return KeyPairGenerator.getInstance(kind).generateKeyPair();
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(kind));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The PEM of a private key. */
  public static String privatePem(KeyPair pair) {
    return pem("PRIVATE KEY", pair.getPrivate());
  }

  /** The PEM of a public key. */
  public static String publicPem(KeyPair pair) {
    return pem("PUBLIC KEY", pair.getPublic());
  }

  private static String pem(String label, Key key) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }
}
