package org.signetmail.gateway;

import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * Where a mailbox belongs, so that policy can speak of groups and partners. Safe for use by many
 * threads, and quick: it is asked for every message.
 */
public interface Affiliations {
  /** Nobody belongs anywhere. */
  Affiliations NONE = new Affiliations() {};

  /** The groups of one of our people; none for anybody else. */
  default Set<String> groups(Mailbox mailbox) {
    return Set.of();
  }

  /** The name of the partner whose domain it is of. */
  default Optional<String> partner(Mailbox mailbox) {
    return Optional.empty();
  }

  /** What mail to the gateway of that partner is encrypted to, if it can be used now. */
  default Optional<Certificate> gateway(Mailbox mailbox) {
    return Optional.empty();
  }
}
