package org.signetmail.ca;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/** What a certificate store can be asked for (RFC 4387 §2.2). Hashes are SHA-1, of 20 octets. */
public sealed interface CertificateQuery {
  /** Everything that names a mailbox ({@code uri}, {@code email}), but for seals. */
  record OfMailbox(Mailbox mailbox) implements CertificateQuery {}

  /** A subject's common name, exactly ({@code name}; {@code uri} of a server). */
  record OfName(String commonName) implements CertificateQuery {}

  /** Everything of an issuer ({@code iHash}). */
  record OfIssuer(KeyId issuer) implements CertificateQuery {}

  /** By the hash of a part of the certificate. */
  record OfHash(Part part, byte[] hash) implements CertificateQuery {}

  /** What is hashed. */
  enum Part {
    /** {@code certHash}: all of it. */
    CERTIFICATE,
    /** {@code iAndSHash}: IssuerAndSerialNumber (RFC 5652 §10.2.4). */
    ISSUER_AND_SERIAL,
    /** {@code sHash}: the subject's name. */
    SUBJECT,
    /** {@code sKIDHash}: the octets of the subject key identifier. */
    KEY_IDENTIFIER
  }

  /** SHA-1, which names things here and proves nothing. */
  static byte[] hash(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
