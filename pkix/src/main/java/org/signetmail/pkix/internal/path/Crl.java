package org.signetmail.pkix.internal.path;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.internal.Asn1;
import org.signetmail.pkix.internal.Extensions;

/** A CRL (RFC 5280 §5) with its scope, of which all conditions are understood. */
record Crl(CertificateList list, Optional<IssuingDistributionPoint> scope) {

  private static final String CRL_NUMBER = "2.5.29.20";
  private static final String DELTA_CRL_INDICATOR = "2.5.29.27";
  private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
  private static final Set<String> PROCESSED =
      Set.of(
          CRL_NUMBER,
          DELTA_CRL_INDICATOR,
          ISSUING_DISTRIBUTION_POINT,
          Extensions.AUTHORITY_KEY_IDENTIFIER);

  /** Empty when it holds a condition that is not understood (§5.2): it is no evidence then. */
  static Optional<Crl> of(CertificateList list) {
    if (!PROCESSED.containsAll(list.criticalExtensions())) {
      return Optional.empty();
    }
    try {
      Optional<byte[]> scope = list.extension(ISSUING_DISTRIBUTION_POINT);
      return Optional.of(
          new Crl(
              list,
              scope.isEmpty()
                  ? Optional.empty()
                  : Optional.of(IssuingDistributionPoint.getInstance(Asn1.parse(scope.get())))));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  Instant thisUpdate() {
    return list.thisUpdate();
  }

  /** RFC 5280 §5.1.2.5 requires nextUpdate; a CRL without one is never current. */
  boolean isCurrentAt(Moment at) {
    return list.nextUpdate().filter(next -> !at.isAfter(next)).isPresent();
  }

  boolean isDelta() {
    return list.baseNumber().isPresent();
  }

  Optional<Revocation> entry(Certificate certificate) {
    return list.entry(certificate.x509().getIssuerX500Principal(), certificate.serial());
  }

  Optional<byte[]> authorityKeyIdentifier() {
    return list.extension(Extensions.AUTHORITY_KEY_IDENTIFIER)
        .flatMap(Extensions::authorityKeyIdentifier);
  }

  /** Whether this delta continues a complete CRL (§6.3.3 c): issuer, scope and number fit. */
  boolean continues(Crl complete) {
    return isDelta()
        && isOfTheScopeOf(complete)
        && complete.list.number().filter(n -> n.compareTo(baseNumber()) >= 0).isPresent()
        && list.number().filter(n -> n.compareTo(complete.list.number().get()) > 0).isPresent();
  }

  /** Whether both speak of the same certificates for the same reasons. */
  boolean isOfTheScopeOf(Crl other) {
    return list.issuer().equals(other.list.issuer()) && scope.equals(other.scope);
  }

  private BigInteger baseNumber() {
    return list.baseNumber().orElseThrow();
  }
}
