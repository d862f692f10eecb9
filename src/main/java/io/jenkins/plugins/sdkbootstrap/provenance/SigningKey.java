package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.io.SmallFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * A private key that signs records: Ed25519, ECDSA P-256 (with SHA-256) or P-384 (with SHA-384). It
 * is no value to be sent or saved: it stays in the process that read it.
 */
public final class SigningKey {

  private final PrivateKey key;
  private final KeyKind kind;

  private SigningKey(PrivateKey key) {
    this.key = key;
    this.kind = KeyKind.of(key).orElseThrow();
  }

  /**
   * Reads a key, unencrypted PKCS#8 in PEM as {@code openssl genpkey} writes it.
   *
   * @throws KeyException where the file holds no such key
   * @throws IOException where it cannot be read
   */
  public static SigningKey read(Path file) throws IOException {
    byte[] pem = SmallFile.read(file, PemFile.LARGEST + 1);
    return parse(file.toString(), new String(pem, StandardCharsets.ISO_8859_1));
  }

  /**
   * The same from a stream, of which no more is read than a key can have.
   *
   * @param name what messages call it
   */
  public static SigningKey read(String name, InputStream in) throws IOException {
    byte[] pem = in.readNBytes(PemFile.LARGEST + 1);
    return parse(name, new String(pem, StandardCharsets.ISO_8859_1));
  }

  /**
   * Reads a key.
   *
   * @param name what messages call it
   * @param pem its text
   * @throws KeyException where that is no such key
   */
  public static SigningKey parse(String name, String pem) throws KeyException {
    return new SigningKey(
        (PrivateKey)
            PemFile.read(
                name,
                pem,
                "PRIVATE KEY",
                (factory, der) -> factory.generatePrivate(new PKCS8EncodedKeySpec(der))));
  }

  /** The signature of these bytes, in the form that openssl writes. */
  byte[] sign(byte[] bytes) {
    try {
      Signature signature = kind.signature();
      signature.initSign(key);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of a known kind that does not sign", e);
    }
  }

  /** Only the kind: a key is never shown. */
  @Override
  public String toString() {
    return kind + " key";
  }
}
