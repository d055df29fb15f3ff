package org.signetmail.enrolment.staff;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificateStore.Listed;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.pkix.Revocation;

/** All certificates of the organisation, for those who run the system. Safe for many threads. */
public final class CertificateRegister {
  /** On one page. */
  public static final int PAGE = 50;

  private final CertificateStore certificates;
  private final CensusStore census;
  private final CertificationAuthority authority;
  private final InstantSource clock;

  public CertificateRegister(
      CertificateStore certificates,
      CensusStore census,
      CertificationAuthority authority,
      InstantSource clock) {
    this.certificates = certificates;
    this.census = census;
    this.authority = authority;
    this.clock = clock;
  }

  /**
   * Newest first, {@link #PAGE} at most.
   *
   * @param before the place in the log of the last one before; {@link Long#MAX_VALUE} to begin
   */
  public List<Listed> page(Actor actor, long before) {
    actor.require(Right.SEE_CERTIFICATES);
    return certificates.page(before, PAGE);
  }

  /**
   * In an order, {@link #PAGE} at most.
   *
   * @param after the place in the log of the last one before; empty to begin
   */
  public List<Listed> page(
      Actor actor,
      CensusStore.CertificateOrder order,
      CensusStore.Direction direction,
      OptionalLong after) {
    actor.require(Right.SEE_CERTIFICATES);
    return census.certificates(order, direction, after, PAGE);
  }

  /** People's certificates that end within a time, the first to end first; a page of them. */
  public List<Listed> ending(Actor actor, Duration within) {
    actor.require(Right.SEE_CERTIFICATES);
    Instant now = clock.instant();
    return census.ending(now, now.plus(within), PAGE);
  }

  /** Those with a serial number; more than one only where there were several authorities. */
  public List<Listed> ofSerial(Actor actor, BigInteger serial) {
    actor.require(Right.SEE_CERTIFICATES);
    return certificates.ofSerial(serial);
  }

  /** Whether it counts now and is ours to end. */
  public boolean isLiving(Listed listed) {
    return listed.record().revocation().isEmpty()
        && listed.record().certificate().notAfter().isAfter(clock.instant())
        && authority.answersFor(listed.record().issuer());
  }

  /**
   * Ends a certificate for ever, and publishes the revocation list.
   *
   * @return what was revoked before, or is nobody's, stays: empty
   */
  public Optional<Listed> revoke(Actor actor, Listed listed, Revocation.Reason reason) {
    actor.require(Right.REVOKE_CERTIFICATES);
    if (!isLiving(listed)
        || !(authority.revoke(
                listed.record().issuer(), listed.record().certificate().serial(), reason)
            instanceof CertificateStore.Revoked.Done)) {
      return Optional.empty();
    }
    authority.publishDue();
    return Optional.of(listed);
  }
}
