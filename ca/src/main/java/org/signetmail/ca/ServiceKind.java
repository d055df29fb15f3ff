package org.signetmail.ca;

import org.signetmail.pkix.CertificateProfile;

/**
 * What a certificate of the system itself is for. People's certificates and the organisation's seal
 * are not among them: they have ways of their own through {@link CertificationAuthority}, with
 * other proofs.
 */
public enum ServiceKind {
  /** The HTTPS and SMTP server. */
  TLS_SERVER(CertificateProfile.Kind.TLS_SERVER),
  /** What keys are encrypted to on their way into the archive. */
  ARCHIVE(CertificateProfile.Kind.ARCHIVE),
  /** The archive's signature on its receipts. */
  ARCHIVE_SIGNING(CertificateProfile.Kind.ARCHIVE_SIGNING),
  /** What a recovery officer's shares are sealed to. */
  OFFICER(CertificateProfile.Kind.OFFICER),
  /** A recovery officer's approvals. */
  OFFICER_SIGNING(CertificateProfile.Kind.OFFICER_SIGNING),
  /** What shares are sealed to for an investigation. */
  STATION(CertificateProfile.Kind.STATION),
  /** What requests for certificates are encrypted to (RFC 8894 §3.2.2). */
  REGISTRATION(CertificateProfile.Kind.REGISTRATION),
  /** The registration authority's signature on its answers (RFC 8894 §3.3.2). */
  REGISTRATION_SIGNING(CertificateProfile.Kind.REGISTRATION_SIGNING),
  /** OCSP responses (RFC 6960 §4.2.2.2). */
  OCSP(CertificateProfile.Kind.OCSP),
  /** Time stamps (RFC 3161 §2.3). */
  TSA(CertificateProfile.Kind.TSA);

  private final CertificateProfile.Kind profile;

  ServiceKind(CertificateProfile.Kind profile) {
    this.profile = profile;
  }

  /** The kind of profile that such a certificate follows. */
  public CertificateProfile.Kind profile() {
    return profile;
  }
}
