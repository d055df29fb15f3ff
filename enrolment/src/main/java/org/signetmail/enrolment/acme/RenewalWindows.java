package org.signetmail.enrolment.acme;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificationAuthority;

/**
 * When certificates should be renewed (RFC 9773 §4): in the last third of their life, and at once
 * when they were revoked or their authority has a successor.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class RenewalWindows {
  /** How long a client may wait before it asks again (RFC 9773 §4.3). */
  public static final Duration ASK_AGAIN = Duration.ofHours(6);

  private static final int LARGEST = 128; // characters of an identifier

  private final CertificateStore certificates;
  private final CertificationAuthority authority;
  private final InstantSource clock;

  public RenewalWindows(
      CertificateStore certificates, CertificationAuthority authority, InstantSource clock) {
    this.certificates = certificates;
    this.authority = authority;
    this.clock = clock;
  }

  /** From when to when. */
  public record Window(Instant start, Instant end) {}

  /** The window of a certificate; empty when the identifier names none of ours. */
  public Optional<Window> window(String identifier) {
    return record(identifier).map(this::window);
  }

  /** What an identifier names (RFC 9773 §4.1). */
  public Optional<Order.CertificateId> certificate(String identifier) {
    return record(identifier)
        .map(record -> new Order.CertificateId(record.issuer(), record.certificate().serial()));
  }

  private Window window(CertificateRecord record) {
    Instant begin = record.certificate().notBefore();
    Instant end = record.certificate().notAfter();
    if (record.revocation().isPresent() || !isCurrent(record)) {
      Instant now = clock.instant();
      return new Window(now.minus(Duration.ofDays(1)), now.minus(Duration.ofMinutes(1)));
    }
    Duration life = Duration.between(begin, end);
    return new Window(end.minus(life.dividedBy(3)), end.minus(life.dividedBy(6)));
  }

  private boolean isCurrent(CertificateRecord record) {
    return authority.generations().current().key().id().equals(record.issuer());
  }

  private Optional<CertificateRecord> record(String identifier) {
    String[] parts = identifier.split("\\.", -1);
    if (identifier.length() > LARGEST || parts.length != 2) {
      return Optional.empty();
    }
    try {
      byte[] keyIdentifier = Base64.getUrlDecoder().decode(parts[0]);
      byte[] serial = Base64.getUrlDecoder().decode(parts[1]);
      if (serial.length == 0 || serial.length > 20) {
        return Optional.empty();
      }
      BigInteger number = new BigInteger(serial);
      if (number.signum() <= 0) {
        return Optional.empty();
      }
      return certificates.ofSerial(number).stream()
          .map(CertificateStore.Listed::record)
          .filter(record ->
              record
                  .certificate()
                  .authorityKeyIdentifier()
                  .filter(one -> Arrays.equals(one, keyIdentifier))
                  .isPresent())
          .findFirst();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not base64url
    }
  }
}
