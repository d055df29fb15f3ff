package org.signetmail.pkix;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A table: what a certificate must, may and must not contain, clause by clause. Data, read from
 * files under {@code profiles/}.
 * STUB: PKIX room owner: load from resource text (properties or own tiny format; no Jackson on floor 1 pkix), fields below.
 */
public record CertificateProfile(
    String name,
    Kind kind,
    Set<Certificate.Use> keyUsage,          // for RSA; EC encryption uses keyAgreement instead of keyEncipherment (documented)
    List<String> extendedKeyUsage,
    List<String> policies,
    Duration validity,
    Set<KeyAlgorithm> keys,
    Set<CertificateProfile.Name> names) {

  /** What the certificate is for. */
  public enum Kind {
    ROOT,
    ISSUING,
    PERSON_SIGNING,
    PERSON_ENCRYPTION,
    /** The organisation's signature, made by a gateway: digitalSignature without nonRepudiation. */
    SEAL,
    /** A recovery officer's encryption key: shares are sealed to it. */
    OFFICER,
    /** A recovery officer's approvals. */
    OFFICER_SIGNING,
    /** What a key is encrypted to on its way into the archive. */
    ARCHIVE,
    /** The archive's signature on its receipts. */
    ARCHIVE_SIGNING,
    TLS_SERVER,
    TSA,
    OCSP
  }
  /** What must be in subject/SAN. */
  public enum Name { MAILBOX, COMMON_NAME, ORGANIZATION, DNS_NAME }

  /** The profiles that come with Signet, by kind's default. */
  public static CertificateProfile standard(Kind kind) { throw new UnsupportedOperationException(); }
}
