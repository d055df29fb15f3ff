package org.signetmail.pkix;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import org.signetmail.pkix.internal.Ecdsa;

/**
 * Verifies ECDSA signatures over P-256, P-384 and P-521 (FIPS 186-5 §6.4.2) faster than the
 * platform does, and much faster the first time. Stateless, safe for use by many threads.
 */
public final class EllipticSignatures {
  private EllipticSignatures() {}

  /**
   * Whether the signature holds, or empty when the algorithm or the key's curve is another.
   *
   * @param algorithm in Java's words: {@code SHA256withECDSA}
   * @param signature an ECDSA-Sig-Value in DER (RFC 3279 §2.2.3); any other form does not hold
   */
  public static Optional<Boolean> verify(
      String algorithm, PublicKey key, byte[] data, byte[] signature) {
    String digest =
        switch (algorithm) {
          case "SHA256withECDSA" -> "SHA-256";
          case "SHA384withECDSA" -> "SHA-384";
          case "SHA512withECDSA" -> "SHA-512";
          default -> "";
        };
    if (digest.isEmpty() || !(key instanceof ECPublicKey elliptic) || !Ecdsa.knows(elliptic)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Ecdsa.verifies(elliptic, MessageDigest.getInstance(digest).digest(data), signature));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + digest, e);
    }
  }
}
