package org.signetmail.enrolment.acme;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An account (RFC 8555 §7.1.2).
 *
 * @param id random, the last part of its URL
 * @param contacts {@code mailto:} URLs
 * @param holder for whom it may order
 * @param binding the external account it was bound with (RFC 8555 §7.3.4)
 * @param revision counts changes: of two at once, one is done
 */
public record Account(
    String id,
    AccountKey key,
    Status status,
    List<String> contacts,
    AccountHolder holder,
    Optional<String> binding,
    Instant created,
    long revision) {
  public Account {
    contacts = List.copyOf(contacts);
  }

  /** RFC 8555 §7.1.6. */
  public enum Status {
    VALID,
    /** Its holder ended it. */
    DEACTIVATED,
    /** We ended it. */
    REVOKED
  }

  Account with(AccountKey other) {
    return new Account(id, other, status, contacts, holder, binding, created, revision);
  }

  Account with(Status other) {
    return new Account(id, key, other, contacts, holder, binding, created, revision);
  }

  Account with(List<String> other) {
    return new Account(id, key, status, other, holder, binding, created, revision);
  }
}
