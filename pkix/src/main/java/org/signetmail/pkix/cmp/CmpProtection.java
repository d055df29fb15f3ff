package org.signetmail.pkix.cmp;

import java.security.MessageDigest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.internal.CmpMac;
import org.signetmail.pkix.internal.CmpSignature;

/** What protects a message (PKIProtection, RFC 9810 §5.1.3); not yet checked. */
public sealed interface CmpProtection {

  /** What it is made of. */
  Parts parts();

  /**
   * Algorithm, input and result of a protection.
   *
   * @param algorithm AlgorithmIdentifier, DER
   * @param over ProtectedPart, DER
   * @param value MAC or signature
   */
  record Parts(byte[] algorithm, byte[] over, byte[] value) {
    public Parts {
      algorithm = algorithm.clone();
      over = over.clone();
      value = value.clone();
    }

    @Override
    public byte[] algorithm() {
      return algorithm.clone();
    }

    @Override
    public byte[] over() {
      return over.clone();
    }

    @Override
    public byte[] value() {
      return value.clone();
    }
  }

  /** A MAC under a secret that both sides know: PasswordBasedMac or PBMAC1 (RFC 9481 §6.1). */
  record Mac(Parts parts) implements CmpProtection {

    /**
     * Whether it was made with this secret.
     *
     * @throws CmpRejection when its algorithms are weak, unknown, or cost too much
     */
    public boolean isMadeWith(String secret) throws CmpRejection {
      return MessageDigest.isEqual(CmpMac.of(parts.algorithm, parts.over, secret), parts.value);
    }
  }

  /** A signature. */
  record Signature(Parts parts) implements CmpProtection {

    /**
     * Whether it was made by the key of this certificate.
     *
     * @throws CmpRejection when its algorithm is weak or unknown
     */
    public boolean isMadeBy(Certificate certificate) throws CmpRejection {
      return CmpSignature.holds(certificate, parts.algorithm, parts.over, parts.value);
    }
  }
}
