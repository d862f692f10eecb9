package io.jenkins.plugins.sdkbootstrap.provenance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.KeyPair;
import org.junit.Test;

/** What is said of keys that cannot be used. */
public class KeysTest {

  private static KeyException refused(String pem) {
    KeyException e = assertThrows(KeyException.class, () -> SigningKey.parse("key.pem", pem));
    assertEquals(1, e.getMessage().lines().count());
    assertTrue(e.getMessage(), e.getMessage().startsWith("key.pem: "));
    return e;
  }

  private static String block(String label, String content) {
    return "-----BEGIN " + label + "-----\n" + content + "\n-----END " + label + "-----\n";
  }

  @Test
  public void saysWhatToDoAboutAnEncryptedKey() {
    for (String label : new String[] {"ENCRYPTED PRIVATE KEY", "ENCRYPTED SIGSTORE PRIVATE KEY"}) {
      assertTrue(
          refused(block(label, "AAAA"))
              .getMessage()
              .contains("is encrypted; decrypt it, for example with"));
    }
  }

  @Test
  public void saysWhatToDoAboutAKeyInAnOldForm() {
    assertTrue(refused(block("EC PRIVATE KEY", "AAAA")).getMessage().contains("openssl pkcs8"));
    assertEquals(
        "key.pem: is a CERTIFICATE, where a PRIVATE KEY is needed",
        refused(block("CERTIFICATE", "AAAA")).getMessage());
  }

  @Test
  public void refusesKeysOfOtherKinds() {
    for (String kind : new String[] {"RSA", "Ed448", "X25519", "secp521r1"}) {
      assertTrue(
          kind,
          refused(KeyPairs.privatePem(KeyPairs.make(kind)))
              .getMessage()
              .contains("is not an Ed25519, ECDSA P-256 or ECDSA P-384 key"));
    }
  }

  @Test
  public void refusesThePublicHalf() {
    assertEquals(
        "key.pem: is a PUBLIC KEY, where a PRIVATE KEY is needed",
        refused(KeyPairs.publicPem(KeyPairs.make("Ed25519"))).getMessage());
  }

  @Test
  public void refusesWhatIsNoKey() {
    assertTrue(refused("").getMessage().contains("holds no key in PEM"));
    assertTrue(refused("hello").getMessage().contains("holds no key in PEM"));
    assertTrue(refused(block("PRIVATE KEY", "AAAA")).getMessage().contains("or is damaged"));
    assertTrue(refused(block("PRIVATE KEY", "A")).getMessage().contains("not Base64"));
    assertTrue(refused("x".repeat(1 << 20)).getMessage().contains("larger than any key"));
  }

  @Test
  public void tellsNothingOfTheKeyWhateverIsWrongWithIt() throws Exception {
    KeyPair pair = KeyPairs.make("secp256r1");
    String pem = KeyPairs.privatePem(pair);
    String secret = pem.lines().skip(1).findFirst().orElseThrow();
    assertFalse(SigningKey.parse("key.pem", pem).toString().contains(secret.substring(0, 8)));
    // Half a key, with the secret in it.
    StringWriter trace = new StringWriter();
    refused(block("PRIVATE KEY", secret)).printStackTrace(new PrintWriter(trace));
    for (int i = 0; i + 8 <= secret.length(); i++) {
      assertFalse(trace.toString(), trace.toString().contains(secret.substring(i, i + 8)));
    }
  }
}
