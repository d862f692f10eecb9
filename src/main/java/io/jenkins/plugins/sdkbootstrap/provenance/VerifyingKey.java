package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.io.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/** The public half of a {@link SigningKey}: tells whether that one signed. */
public final class VerifyingKey {

  private final String name;
  private final PublicKey key;
  private final KeyKind kind;

  private VerifyingKey(String name, PublicKey key) {
    this.name = name;
    this.key = key;
    this.kind = KeyKind.of(key).orElseThrow();
  }

  /**
   * Reads a key, X.509 SubjectPublicKeyInfo in PEM as {@code openssl pkey -pubout} and cosign write
   * it.
   *
   * @throws KeyException where the file holds no such key
   * @throws IOException where it cannot be read
   */
  public static VerifyingKey read(Path file) throws IOException {
    byte[] pem = SmallFile.read(file, PemFile.LARGEST + 1);
    return parse(file.toString(), new String(pem, StandardCharsets.ISO_8859_1));
  }

  /**
   * Reads a key.
   *
   * @param name what messages call it
   * @param pem its text
   * @throws KeyException where that is no such key
   */
  public static VerifyingKey parse(String name, String pem) throws KeyException {
    return new VerifyingKey(
        name,
        (PublicKey)
            PemFile.read(
                name,
                pem,
                "PUBLIC KEY",
                (factory, der) -> factory.generatePublic(new X509EncodedKeySpec(der))));
  }

  /** Whether this signature is of these bytes and by this key. */
  boolean accepts(byte[] bytes, byte[] signature) {
    try {
      Signature verification = kind.signature();
      verification.initVerify(key);
      verification.update(bytes);
      return verification.verify(signature);
    } catch (GeneralSecurityException e) {
      // Not even the form of a signature of this kind.
      return false;
    }
  }

  /** What it is called: its file. */
  @Override
  public String toString() {
    return name;
  }
}
