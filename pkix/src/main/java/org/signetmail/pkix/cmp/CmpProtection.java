package org.signetmail.pkix.cmp;

import java.security.MessageDigest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.internal.CmpMac;
import org.signetmail.pkix.internal.CmpSignature;

/** What protects a message (PKIProtection, RFC 9810 §5.1.3); not yet checked. */
public sealed interface CmpProtection {

  /**
   * A MAC under a secret that both sides know: PasswordBasedMac or PBMAC1 (RFC 9481 §6.1).
   *
   * @param algorithm AlgorithmIdentifier, DER
   * @param over ProtectedPart, DER
   */
  record Mac(byte[] algorithm, byte[] over, byte[] value) implements CmpProtection {
    public Mac {
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

    /**
     * Whether it was made with this secret.
     *
     * @throws CmpRejection when its algorithms are weak, unknown, or cost too much
     */
    public boolean isMadeWith(String secret) throws CmpRejection {
      return MessageDigest.isEqual(CmpMac.of(algorithm, over, secret), value);
    }
  }

  /**
   * A signature.
   *
   * @param algorithm AlgorithmIdentifier, DER
   * @param over ProtectedPart, DER
   */
  record Signature(byte[] algorithm, byte[] over, byte[] value) implements CmpProtection {
    public Signature {
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

    /**
     * Whether it was made by the key of this certificate.
     *
     * @throws CmpRejection when its algorithm is weak or unknown
     */
    public boolean isMadeBy(Certificate certificate) throws CmpRejection {
      return CmpSignature.holds(certificate, algorithm, over, value);
    }
  }
}
