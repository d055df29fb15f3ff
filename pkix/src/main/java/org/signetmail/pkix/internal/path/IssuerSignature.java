package org.signetmail.pkix.internal.path;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.spec.DSAPublicKeySpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.EllipticSignatures;
import org.signetmail.pkix.OcspResponse;
import org.signetmail.pkix.internal.BouncyCastle;

/** Checks an issuer's signatures, each pair once, on a {@link Budget}. */
final class IssuerSignature {
  private final Budget budget;
  private final Map<Certificate, Map<PublicKey, Boolean>> known = new HashMap<>();

  IssuerSignature(Budget budget) {
    this.budget = budget;
  }

  /** Whether the signature over {@code certificate} holds under {@code key}. */
  boolean holds(Certificate certificate, PublicKey key) {
    Map<PublicKey, Boolean> byKey = known.computeIfAbsent(certificate, c -> new HashMap<>());
    Boolean before = byKey.get(key);
    if (before == null) {
      budget.spendSignature();
      before = verifies(certificate, key);
      byKey.put(key, before);
    }
    return before;
  }

  boolean holds(CertificateList list, PublicKey key) {
    budget.spendSignature(list);
    return list.isSignedBy(key);
  }

  boolean holds(OcspResponse response, PublicKey key) {
    budget.spendSignature();
    return response.isSignedBy(key);
  }

  /** Whether the key needs the parameters of its issuer's key (RFC 3279 §2.3.2). */
  static boolean lacksParameters(PublicKey key) {
    return key instanceof DSAPublicKey dsa && dsa.getParams() == null;
  }

  /** The key with the parameters it inherits from its issuer's key. */
  static PublicKey inheriting(PublicKey key, PublicKey issuer) {
    if (key instanceof DSAPublicKey dsa
        && dsa.getParams() == null
        && issuer instanceof DSAPublicKey above
        && above.getParams() != null) {
      var parameters = above.getParams();
      try {
        return KeyFactory.getInstance("DSA")
            .generatePublic(
                new DSAPublicKeySpec(
                    dsa.getY(), parameters.getP(), parameters.getQ(), parameters.getG()));
      } catch (GeneralSecurityException e) {
        return key;
      }
    }
    return key;
  }

  private static boolean verifies(Certificate certificate, PublicKey key) {
    try {
      X509Certificate x509 = certificate.x509();
      Optional<Boolean> elliptic =
          EllipticSignatures.verify(
              x509.getSigAlgName(), key, x509.getTBSCertificate(), x509.getSignature());
      if (elliptic.isPresent()) {
        return elliptic.get();
      }
      if (isBouncyCastle(key)) {
        x509.verify(key, BouncyCastle.provider());
      } else {
        x509.verify(key);
      }
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  private static boolean isBouncyCastle(PublicKey key) {
    return key.getClass().getName().startsWith("org.bouncycastle.");
  }
}
