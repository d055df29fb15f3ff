package org.signetmail.enrolment.acme;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.enrolment.SubscriberReason;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Revocation;

/**
 * Revocation by those who may ask for it (RFC 8555 §7.6): the account that ordered the certificate,
 * one that has proven the same mailbox, or the certificate's own key.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class Revocations {
  private static final int MOST_ORDERS = 1_000;

  private final OrderStore orders;
  private final CertificateStore certificates;
  private final CertificationAuthority authority;
  private final InstantSource clock;

  public Revocations(
      OrderStore orders,
      CertificateStore certificates,
      CertificationAuthority authority,
      InstantSource clock) {
    this.orders = orders;
    this.certificates = certificates;
    this.authority = authority;
    this.clock = clock;
  }

  /** Who asks. */
  public sealed interface Asking {
    /** An account signed. */
    record ByAccount(Account account) implements Asking {}

    /** A key signed, without an account. */
    record ByKey(KeyId key) implements Asking {}
  }

  /**
   * Revokes, and has the lists renewed.
   *
   * @param der of the certificate
   * @param reason empty for none
   */
  public void revoke(Asking asking, byte[] der, Optional<Integer> reason) throws Refusal {
    CertificateRecord record = record(der);
    if (!isAllowed(asking, record)) {
      throw Refusal.of(
          Problem.Type.UNAUTHORIZED,
          "whoever signed this neither ordered the certificate, nor proved its mailbox, nor has its"
              + " key (RFC 8555 §7.6)");
    }
    Revocation.Reason why =
        SubscriberReason.of(reason.orElse(0))
            .orElseThrow(() ->
                Refusal.of(
                    Problem.Type.BAD_REVOCATION_REASON,
                    "reason "
                        + reason.orElse(0)
                        + " is none that a subscriber gives; 0, 1, 3, 4 or 5"));
    switch (authority.revoke(record.issuer(), record.certificate().serial(), why)) {
      case CertificateStore.Revoked.Done _ -> authority.publishDue();
      case CertificateStore.Revoked.Before _ ->
          throw Refusal.of(
              Problem.Type.ALREADY_REVOKED, "the certificate was revoked before; nothing is left");
      case CertificateStore.Revoked.Unknown _ -> throw unknown();
    }
  }

  private CertificateRecord record(byte[] der) throws Refusal {
    Certificate certificate;
    try {
      certificate = Certificate.of(der);
    } catch (IOException e) {
      throw Refusal.of(
          Problem.Type.MALFORMED, "certificate is no DER of one, base64url (RFC 8555 §7.6)");
    }
    return certificates.ofKey(certificate.keyId()).stream()
        .filter(record -> record.certificate().equals(certificate))
        .filter(record -> record.owner().isPresent())
        .filter(record -> authority.answersFor(record.issuer()))
        .findFirst()
        .orElseThrow(Revocations::unknown);
  }

  private boolean isAllowed(Asking asking, CertificateRecord record) {
    return switch (asking) {
      case Asking.ByKey(KeyId key) -> record.certificate().keyId().equals(key);
      case Asking.ByAccount(Account account) -> {
        Order.CertificateId id =
            new Order.CertificateId(record.issuer(), record.certificate().serial());
        yield orders
                .ofCertificate(id)
                .filter(order -> order.account().equals(account.id()))
                .isPresent()
            || orders.ofAccount(account.id(), MOST_ORDERS).stream()
                .filter(order -> record.owner().filter(order.mailbox()::equals).isPresent())
                .anyMatch(order -> order.proven(clock.instant()).isPresent());
      }
    };
  }

  private static Refusal unknown() {
    return Refusal.of(
        Problem.Type.MALFORMED, 404, "the certificate is no person's that was issued here");
  }
}
