package org.signetmail.enrolment.acme;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;

/**
 * Orders, and nonces that were used. Durable on return; each method is one transaction; safe for
 * many threads and nodes.
 */
public interface OrderStore {
  void add(Order order);

  Optional<Order> find(String id);

  /** By the digest of the part of the token that went by mail. */
  Optional<Order> ofSentToken(String digest);

  /** That a certificate came from. */
  Optional<Order> ofCertificate(Order.CertificateId certificate);

  /** One that renews a certificate and is not over; the newest. */
  Optional<Order> replacing(Order.CertificateId certificate);

  /**
   * Puts another in place of the same revision.
   *
   * @return whether it was of that revision still
   */
  boolean change(Order order);

  /** Of an account, newest first; at most so many. */
  List<Order> ofAccount(String account, int limit);

  /** How many an account made since, and how many were made for a mailbox. */
  Load load(String account, Mailbox mailbox, Instant since);

  /**
   * Takes a nonce.
   *
   * @param until when it could not be used in any case
   * @return whether it was not taken before
   */
  boolean take(String nonce, Instant until);

  /** Forgets nonces of before, and orders that ended before without a certificate. */
  int forget(Instant before);

  /**
   * How much there was.
   *
   * @param byAccount orders of the account
   * @param forMailbox orders for the mailbox, by whomever
   */
  record Load(long byAccount, long forMailbox) {}
}
