package org.signetmail.enrolment.acme;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * An order (RFC 8555 §7.1.3) for one mailbox, with its one authorization, whose token is fresh (RFC
 * 8823 §3 (4)): they live and end together, so they are one record.
 *
 * @param id random, the last part of the URLs of order, authorization and challenge
 * @param account who ordered
 * @param expires when order and authorization end; what was issued stays
 * @param replaces the certificate that it renews (RFC 9773 §5)
 * @param finalizing the request that is being worked on
 * @param problem why nothing was issued
 * @param certificate what was issued
 * @param revision counts changes: of two at once, one is done
 */
public record Order(
    String id,
    String account,
    Mailbox mailbox,
    Instant created,
    Instant expires,
    Optional<CertificateId> replaces,
    Challenge challenge,
    Optional<Finalizing> finalizing,
    Optional<Problem> problem,
    Optional<CertificateId> certificate,
    long revision) {

  /** RFC 8555 §7.1.6. */
  public enum Status {
    PENDING,
    READY,
    PROCESSING,
    VALID,
    INVALID
  }

  /** Of the authorization (RFC 8555 §7.1.6). */
  public enum AuthorizationStatus {
    PENDING,
    VALID,
    INVALID,
    DEACTIVATED,
    EXPIRED
  }

  /**
   * A certificate of ours.
   *
   * @param issuer the key of the authority that signed it
   */
  public record CertificateId(KeyId issuer, BigInteger serial) {}

  /** Somebody works on it since; over this key. */
  public record Finalizing(KeyId key, Instant since) {}

  public AuthorizationStatus authorizationStatus(Instant now) {
    if (challenge.deactivated().isPresent()) {
      return AuthorizationStatus.DEACTIVATED;
    }
    if (challenge.problem().isPresent()) {
      return AuthorizationStatus.INVALID;
    }
    if (!now.isBefore(expires)) {
      return AuthorizationStatus.EXPIRED;
    }
    return challenge.status() == Challenge.Status.VALID
        ? AuthorizationStatus.VALID
        : AuthorizationStatus.PENDING;
  }

  public Status status(Instant now) {
    if (certificate.isPresent()) {
      return Status.VALID;
    }
    if (problem.isPresent()) {
      return Status.INVALID;
    }
    if (finalizing.isPresent()) {
      return Status.PROCESSING;
    }
    return switch (authorizationStatus(now)) {
      case PENDING -> Status.PENDING;
      case VALID -> Status.READY;
      case INVALID, DEACTIVATED, EXPIRED -> Status.INVALID;
    };
  }

  /** The witness that a certificate may be issued; empty until the challenge is met. */
  Optional<ProvenMailbox> proven(Instant now) {
    return authorizationStatus(now) == AuthorizationStatus.VALID
        ? Optional.of(new ProvenMailbox(mailbox))
        : Optional.empty();
  }

  Order with(Challenge other) {
    return new Order(
        id,
        account,
        mailbox,
        created,
        expires,
        replaces,
        other,
        finalizing,
        problem,
        certificate,
        revision);
  }

  Order with(Optional<Finalizing> work) {
    return new Order(
        id,
        account,
        mailbox,
        created,
        expires,
        replaces,
        challenge,
        work,
        problem,
        certificate,
        revision);
  }

  Order failed(Problem why) {
    return new Order(
        id,
        account,
        mailbox,
        created,
        expires,
        replaces,
        challenge,
        Optional.empty(),
        Optional.of(why),
        certificate,
        revision);
  }

  Order issued(CertificateId what) {
    return new Order(
        id,
        account,
        mailbox,
        created,
        expires,
        replaces,
        challenge,
        finalizing,
        problem,
        Optional.of(what),
        revision);
  }
}
