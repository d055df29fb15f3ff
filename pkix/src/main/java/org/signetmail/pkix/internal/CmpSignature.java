package org.signetmail.pkix.internal;

import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.signetmail.pkix.AlgorithmRules;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpRejection;
import org.signetmail.pkix.internal.path.AlgorithmCheck;

/** Checks the signature of a message (RFC 9481 §3). */
public final class CmpSignature {
  private static final AlgorithmCheck STRONG = new AlgorithmCheck(AlgorithmRules.CURRENT);

  private CmpSignature() {}

  /**
   * Whether it was made by the key of this certificate.
   *
   * @throws CmpRejection when its algorithm does not count
   */
  public static boolean holds(Certificate certificate, byte[] algorithm, byte[] over, byte[] value)
      throws CmpRejection {
    AlgorithmIdentifier identifier = AlgorithmIdentifier.getInstance(algorithm);
    Optional<byte[]> parameters = Signing.parameters(identifier);
    if (!STRONG.counts(identifier.getAlgorithm().getId(), parameters)) {
      throw new CmpRejection(
          CmpFailure.BAD_ALG,
          "protection by "
              + identifier.getAlgorithm().getId()
              + " does not count (RFC 9481 §3); sign with SHA-256 or stronger");
    }
    return Signing.holds(certificate.publicKey(), identifier, over, value);
  }
}
