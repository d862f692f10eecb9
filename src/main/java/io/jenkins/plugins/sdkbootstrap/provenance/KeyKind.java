package io.jenkins.plugins.sdkbootstrap.provenance;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;

/** The keys that sign records, each with the one way in which it signs. */
enum KeyKind {
  ED25519("Ed25519", "Ed25519"),
  P256("EC", "SHA256withECDSA"),
  P384("EC", "SHA384withECDSA");

  private static final int P256_BITS = 256;
  private static final int P384_BITS = 384;

  private final String algorithm;
  private final String signature;

  KeyKind(String algorithm, String signature) {
    this.algorithm = algorithm;
    this.signature = signature;
  }

  /** The factory for keys of this kind; the one for EC also reads other curves. */
  KeyFactory factory() throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm);
  }

  Signature signature() throws GeneralSecurityException {
    return Signature.getInstance(signature);
  }

  /** The kind of a key; empty for one of another curve. */
  static Optional<KeyKind> of(Key key) {
    if (key instanceof EdECKey ed) {
      return ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())
          ? Optional.of(ED25519)
          : Optional.empty();
    }
    if (key instanceof ECKey ec) {
      // The JDK knows no other curves of these sizes than those of NIST.
      return switch (ec.getParams().getOrder().bitLength()) {
        case P256_BITS -> Optional.of(P256);
        case P384_BITS -> Optional.of(P384);
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }
}
