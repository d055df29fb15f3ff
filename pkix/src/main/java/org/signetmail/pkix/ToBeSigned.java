package org.signetmail.pkix;

import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * TBSCertificate (RFC 5280 §4.1.2) as plain values, before the issuer signs.
 */
public record ToBeSigned(
    CertificateProfile profile,
    BigInteger serial,
    SubjectName subject,
    PublicKey publicKey,
    Instant notBefore,
    Instant notAfter,
    List<Mailbox> mailboxes,
    List<String> dnsNames,
    Optional<String> crlUri,
    Optional<String> issuerUri,
    Optional<String> ocspUri) {
  /** commonName, organization (may be empty). */
  public record SubjectName(String commonName, Optional<String> organization) {}
}
