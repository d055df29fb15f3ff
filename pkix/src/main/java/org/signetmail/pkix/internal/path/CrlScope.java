package org.signetmail.pkix.internal.path;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.internal.Extensions;

/** Whether a CRL speaks of a certificate, and for which reasons (RFC 5280 §6.3.3 b and d). */
final class CrlScope {
  /** All reasons that a CRL can cover: bits 1 to 8 of ReasonFlags (§4.2.1.13). */
  static final int ALL_REASONS = 0x1fe;

  private CrlScope() {}

  /** The reasons for which {@code crl} covers {@code certificate}; 0 when it does not. */
  static int reasons(Crl crl, Certificate certificate) {
    int reasons = 0;
    for (DistributionPoint point : points(certificate)) {
      if (covers(crl, certificate, point)) {
        reasons |= flags(point.getReasons()) & onlySome(crl);
      }
    }
    return reasons;
  }

  /** Whose CRLs may speak of a certificate: its issuer's, and those that its points name. */
  static Set<X500Principal> issuers(Certificate certificate) {
    Set<X500Principal> issuers = new LinkedHashSet<>();
    issuers.add(certificate.x509().getIssuerX500Principal());
    try {
      for (DistributionPoint point : points(certificate)) {
        if (point.getCRLIssuer() != null) {
          issuers.addAll(directoryNames(point.getCRLIssuer()));
        }
      }
    } catch (RuntimeException e) {
      // A distribution point that cannot be read names nobody.
    }
    return issuers;
  }

  /** The points of the certificate, and the one of its issuer that needs no mention. */
  private static List<DistributionPoint> points(Certificate certificate) {
    List<DistributionPoint> points = new ArrayList<>();
    certificate
        .extension(Extensions.CRL_DISTRIBUTION_POINTS)
        .ifPresent(extension ->
            points.addAll(List.of(CRLDistPoint.getInstance(extension).getDistributionPoints())));
    GeneralNames issuer = new GeneralNames(new GeneralName(name(certificate.issuerDer())));
    points.add(new DistributionPoint(new DistributionPointName(issuer), null, null));
    return points;
  }

  private static boolean covers(Crl crl, Certificate certificate, DistributionPoint point) {
    Optional<IssuingDistributionPoint> scope = crl.scope();
    boolean indirect = scope.map(IssuingDistributionPoint::isIndirectCRL).orElse(false);
    X500Principal issuer = certificate.x509().getIssuerX500Principal();
    if (point.getCRLIssuer() == null) {
      if (!crl.list().issuer().equals(issuer)) {
        return false;
      }
    } else if (!indirect || !directoryNames(point.getCRLIssuer()).contains(crl.list().issuer())) {
      return false;
    }
    if (scope.isEmpty()) {
      return true;
    }
    IssuingDistributionPoint only = scope.get();
    boolean excludes =
        only.onlyContainsAttributeCerts()
            || (only.onlyContainsUserCerts() && certificate.isAuthority())
            || (only.onlyContainsCACerts() && !certificate.isAuthority());
    return !excludes && namesMeet(only.getDistributionPoint(), point, crl, certificate);
  }

  /** §6.3.3 b 2 i. */
  private static boolean namesMeet(
      @Nullable DistributionPointName ofCrl,
      DistributionPoint point,
      Crl crl,
      Certificate certificate) {
    if (ofCrl == null) {
      return true;
    }
    List<GeneralName> mine = full(ofCrl, crl.list().issuer());
    List<GeneralName> asked;
    if (point.getDistributionPoint() != null) {
      X500Principal base =
          point.getCRLIssuer() == null
              ? certificate.x509().getIssuerX500Principal()
              : crl.list().issuer();
      asked = full(point.getDistributionPoint(), base);
    } else {
      asked = point.getCRLIssuer() == null ? List.of() : List.of(point.getCRLIssuer().getNames());
    }
    return mine.stream().anyMatch(one -> asked.stream().anyMatch(other -> same(one, other)));
  }

  private static List<GeneralName> full(DistributionPointName name, X500Principal issuer) {
    if (name.getType() == DistributionPointName.FULL_NAME) {
      return List.of(GeneralNames.getInstance(name.getName()).getNames());
    }
    List<RDN> rdns = new ArrayList<>(List.of(name(issuer.getEncoded()).getRDNs()));
    rdns.add(RDN.getInstance(ASN1Set.getInstance(name.getName())));
    return List.of(new GeneralName(new X500Name(rdns.toArray(RDN[]::new))));
  }

  private static boolean same(GeneralName one, GeneralName other) {
    if (one.getTagNo() != other.getTagNo()) {
      return false;
    }
    return one.getTagNo() == GeneralName.directoryName
        ? principal(one).equals(principal(other))
        : one.equals(other);
  }

  private static List<X500Principal> directoryNames(GeneralNames names) {
    List<X500Principal> found = new ArrayList<>();
    for (GeneralName name : names.getNames()) {
      if (name.getTagNo() == GeneralName.directoryName) {
        found.add(principal(name));
      }
    }
    return found;
  }

  private static X500Principal principal(GeneralName directoryName) {
    try {
      return new X500Principal(X500Name.getInstance(directoryName.getName()).getEncoded());
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static X500Name name(byte[] der) {
    return X500Name.getInstance(der);
  }

  private static int onlySome(Crl crl) {
    return crl.scope()
        .map(IssuingDistributionPoint::getOnlySomeReasons)
        .map(CrlScope::flags)
        .orElse(ALL_REASONS);
  }

  /** Bit n of the flags as bit n of an int. */
  private static int flags(@Nullable ReasonFlags reasons) {
    if (reasons == null) {
      return ALL_REASONS;
    }
    byte[] octets = reasons.getBytes();
    int flags = 0;
    for (int bit = 1; bit <= 8; bit++) {
      if (bit / 8 < octets.length && (octets[bit / 8] & 0x80 >> bit % 8) != 0) {
        flags |= 1 << bit;
      }
    }
    return flags;
  }
}
