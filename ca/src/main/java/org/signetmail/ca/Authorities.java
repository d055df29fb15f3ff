package org.signetmail.ca;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.SigningIdentity;

/**
 * The authorities that a ceremony made, keys included.
 *
 * @param root to be taken offline
 * @param issuing signs people's and services' certificates
 */
public record Authorities(SigningIdentity root, SigningIdentity issuing) {

  /**
   * Keeps and logs both certificates and publishes the root's first CRL, without which a reader
   * that insists on status could not accept the issuing authority.
   *
   * @throws IllegalStateException when the store knows one of them already
   */
  public void record(
      CertificateStore certificates, CrlStore crls, SecureRandom random, Instant now) {
    KeyId rootKey = root.key().id();
    keep(certificates, root, rootKey, CertificateProfile.Kind.ROOT, random, now);
    keep(certificates, issuing, rootKey, CertificateProfile.Kind.ISSUING, random, now);
    AuthorityCeremony.publishRootCrl(root, certificates, crls, now);
  }

  /**
   * Keeps and logs the issuing authority's certificate alone: the next generation under a root that
   * is known.
   *
   * @throws IllegalStateException when the store knows it already
   */
  public void recordIssuing(CertificateStore certificates, SecureRandom random, Instant now) {
    keep(certificates, issuing, root.key().id(), CertificateProfile.Kind.ISSUING, random, now);
  }

  private static void keep(
      CertificateStore certificates,
      SigningIdentity authority,
      KeyId issuer,
      CertificateProfile.Kind kind,
      SecureRandom random,
      Instant now) {
    CertificateRecord record =
        new CertificateRecord(
            authority.certificate(),
            issuer,
            kind,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    CertificateStore.Kept kept =
        certificates.keep(
            record,
            IssuanceEntry.issued(
                record, CertificateProfile.standard(kind), List.of(), now, random));
    if (!(kept instanceof CertificateStore.Kept.Done)) {
      throw new IllegalStateException(
          authority.certificate().displayName()
              + ": the store knows this authority already; hold a ceremony once for each store");
    }
  }
}
