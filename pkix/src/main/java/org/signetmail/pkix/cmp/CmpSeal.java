package org.signetmail.pkix.cmp;

import java.security.SecureRandom;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.internal.CmpMac;

/** With what a message of ours is protected (RFC 9483 §3.2). */
public sealed interface CmpSeal {

  /** A signature; the signer's path goes along. */
  record Signed(SigningIdentity signer) implements CmpSeal {}

  /**
   * A MAC under a secret.
   *
   * @param reference by which the other side finds the secret
   * @param algorithm AlgorithmIdentifier, DER; the same in a whole operation (RFC 9483 §4.1.5)
   */
  record Shared(String reference, String secret, byte[] algorithm) implements CmpSeal {
    public Shared {
      algorithm = algorithm.clone();
    }

    /** PBMAC1 with HMAC-SHA-256 under a key of PBKDF2 (RFC 9481 §6.1.2). */
    public static Shared of(String reference, String secret, SecureRandom random) {
      return new Shared(reference, secret, CmpMac.algorithm(random));
    }

    @Override
    public byte[] algorithm() {
      return algorithm.clone();
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "Shared[" + reference + "]";
    }
  }
}
