package org.signetmail.pkix.internal.path;

import java.security.PublicKey;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.signetmail.pkix.AlgorithmRules;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathFinding;

/** Holds the signatures and keys of a path against {@link AlgorithmRules}. */
public final class AlgorithmCheck {
  private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";
  private static final Set<String> SHA_2 =
      Set.of("2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3");

  private final AlgorithmRules rules;

  public AlgorithmCheck(AlgorithmRules rules) {
    this.rules = rules;
  }

  Optional<Finding> signature(Certificate certificate) {
    String oid = certificate.x509().getSigAlgOID();
    return counts(oid, Optional.ofNullable(certificate.x509().getSigAlgParams()))
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                PathFinding.WEAK_SIGNATURE,
                certificate.displayName(),
                "is signed with " + certificate.x509().getSigAlgName()));
  }

  /** Whether a signature of this algorithm, with these parameters as DER, is strong enough. */
  public boolean counts(String oid, Optional<byte[]> parameters) {
    return rules.signatures().contains(oid)
        && (!oid.equals(RSASSA_PSS) || parameters.filter(AlgorithmCheck::isSha2).isPresent());
  }

  Optional<Finding> key(Certificate certificate) {
    PublicKey key = certificate.publicKey();
    int bits = Integer.MAX_VALUE;
    int shortest = 0;
    if (key instanceof RSAPublicKey rsa) {
      bits = rsa.getModulus().bitLength();
      shortest = rules.shortestRsa();
    } else if (key instanceof DSAPublicKey dsa) {
      bits = dsa.getParams() == null ? rules.shortestDsa() : dsa.getParams().getP().bitLength();
      shortest = rules.shortestDsa();
    }
    return bits >= shortest
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                PathFinding.WEAK_KEY,
                certificate.displayName(),
                "has a key of " + bits + " bits (" + key.getAlgorithm() + ")"));
  }

  private static boolean isSha2(byte[] parameters) {
    try {
      return SHA_2.contains(
          RSASSAPSSparams.getInstance(parameters).getHashAlgorithm().getAlgorithm().getId());
    } catch (RuntimeException e) {
      return false;
    }
  }
}
