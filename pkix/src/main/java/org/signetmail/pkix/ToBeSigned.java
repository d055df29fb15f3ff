package org.signetmail.pkix;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * TBSCertificate (RFC 5280 §4.1.2) as plain values, before the issuer signs. The profile decides
 * the extensions; what is given here fills them.
 *
 * @param notBefore to the second; a fraction is dropped
 * @param notAfter the last second of validity; a fraction is dropped
 * @param dnsNames for servers
 * @param crlUri where the issuer publishes its CRL (RFC 5280 §4.2.1.13)
 * @param issuerUri where the issuer's certificate lies (RFC 5280 §4.2.2.1)
 * @param ocspUri where the responder answers (RFC 5280 §4.2.2.1)
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
  private static final int SERIAL_BITS = 159;

  public ToBeSigned {
    mailboxes = List.copyOf(mailboxes);
    dnsNames = List.copyOf(dnsNames);
  }

  /**
   * A serial number that nobody can guess and, among any number of certificates, nobody meets
   * twice: 158 random bits below a one, so positive and always 20 octets (RFC 5280 §4.1.2.2, S/MIME
   * BR §7.1).
   */
  public static BigInteger randomSerial(SecureRandom random) {
    return new BigInteger(SERIAL_BITS - 1, random).setBit(SERIAL_BITS - 1);
  }

  /**
   * The subject: who, and of which organisation.
   *
   * @param commonName empty for none
   * @param more further attributes, each once
   */
  public record SubjectName(
      String commonName, Optional<String> organization, Map<SubjectAttribute, String> more) {
    public SubjectName {
      more = Map.copyOf(more);
    }

    public SubjectName(String commonName, Optional<String> organization) {
      this(commonName, organization, Map.of());
    }
  }

  /** Attributes of a subject beside common name and organisation, in the order they are written. */
  public enum SubjectAttribute {
    COUNTRY("2.5.4.6"),
    ORGANIZATION_IDENTIFIER("2.5.4.97"),
    SURNAME("2.5.4.4"),
    GIVEN_NAME("2.5.4.42"),
    PSEUDONYM("2.5.4.65");

    private final String oid;

    SubjectAttribute(String oid) {
      this.oid = oid;
    }

    /** Dotted. */
    public String oid() {
      return oid;
    }
  }
}
