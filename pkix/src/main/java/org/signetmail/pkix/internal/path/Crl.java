package org.signetmail.pkix.internal.path;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.signetmail.pkix.internal.Asn1;
import org.signetmail.pkix.internal.Extensions;

/** A CRL (RFC 5280 §5) that was given and can be read. */
record Crl(
    X509CRL x509,
    Optional<BigInteger> number,
    Optional<BigInteger> base,
    Optional<IssuingDistributionPoint> scope) {

  private static final String CRL_NUMBER = "2.5.29.20";
  private static final String DELTA_CRL_INDICATOR = "2.5.29.27";
  private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
  private static final Set<String> PROCESSED =
      Set.of(
          CRL_NUMBER,
          DELTA_CRL_INDICATOR,
          ISSUING_DISTRIBUTION_POINT,
          Extensions.AUTHORITY_KEY_IDENTIFIER);

  /** Those that can be read and hold no condition that is not understood (§5.2). */
  static List<Crl> readable(Collection<byte[]> ders) {
    List<Crl> crls = new ArrayList<>();
    for (byte[] der : ders) {
      try {
        Asn1.requireOneValue(der);
        X509CRL x509 =
            (X509CRL)
                CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        Set<String> critical = x509.getCriticalExtensionOIDs();
        if (critical == null || PROCESSED.containsAll(critical)) {
          crls.add(of(x509));
        }
      } catch (java.io.IOException | CRLException | CertificateException | RuntimeException e) {
        // Not evidence.
      }
    }
    return crls;
  }

  X500Principal issuer() {
    return x509.getIssuerX500Principal();
  }

  Instant thisUpdate() {
    return x509.getThisUpdate().toInstant();
  }

  /** RFC 5280 §5.1.2.5 requires it; a CRL without one is never current. */
  boolean isCurrentAt(Instant at) {
    return x509.getNextUpdate() != null && !at.isAfter(x509.getNextUpdate().toInstant());
  }

  boolean isDelta() {
    return base.isPresent();
  }

  Optional<byte[]> authorityKeyIdentifier() {
    return Optional.ofNullable(x509.getExtensionValue(Extensions.AUTHORITY_KEY_IDENTIFIER))
        .map(Extensions::unwrap)
        .flatMap(Extensions::authorityKeyIdentifier);
  }

  /** Whether this delta continues a complete CRL (§6.3.3 c): issuer, scope and number fit. */
  boolean continues(Crl complete) {
    return base.isPresent()
        && issuer().equals(complete.issuer())
        && Arrays.equals(
            x509.getExtensionValue(ISSUING_DISTRIBUTION_POINT),
            complete.x509.getExtensionValue(ISSUING_DISTRIBUTION_POINT))
        && complete.number.filter(had -> had.compareTo(base.get()) >= 0).isPresent()
        && number.filter(has -> has.compareTo(complete.number.get()) > 0).isPresent();
  }

  private static Crl of(X509CRL x509) {
    return new Crl(
        x509,
        integer(x509, CRL_NUMBER),
        integer(x509, DELTA_CRL_INDICATOR),
        Optional.ofNullable(x509.getExtensionValue(ISSUING_DISTRIBUTION_POINT))
            .map(Extensions::unwrap)
            .map(IssuingDistributionPoint::getInstance));
  }

  private static Optional<BigInteger> integer(X509CRL x509, String oid) {
    return Optional.ofNullable(x509.getExtensionValue(oid))
        .map(Extensions::unwrap)
        .map(value -> ASN1Integer.getInstance(value).getPositiveValue());
  }
}
