package org.signetmail.smime;

import java.io.IOException;
import java.security.SecureRandom;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.pkix.TimeStampRequest.DigestAlgorithm;
import org.signetmail.pkix.TimeStampToken;
import org.signetmail.smime.internal.cms.Jca;

/** A time stamp over the value of a signature (RFC 3161 appendix A, ETSI EN 319 122-1 §5.3). */
final class SignatureStamp {
  private SignatureStamp() {}

  static TimeStampToken over(byte[] signature, TimeStamping authority, SecureRandom random, Jca jca)
      throws IOException {
    DigestAlgorithm algorithm = DigestAlgorithm.SHA_256;
    return authority.stamp(
        TimeStampRequest.of(algorithm, jca.digest(algorithm.jca()).digest(signature), random));
  }
}
