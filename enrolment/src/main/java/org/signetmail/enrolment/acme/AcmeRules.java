package org.signetmail.enrolment.acme;

import java.time.Duration;
import java.util.Set;

/**
 * What an organisation decides about ACME.
 *
 * @param binding whether an account must be bound to somebody
 * @param domains whose mailboxes may be ordered for, lower case
 * @param orderLife from order to its end; a random value that goes by mail is good for a day at
 *     most (S/MIME BR §3.2.2.2)
 * @param ordersAnHour of one account
 * @param mailsADay to one mailbox, whoever orders
 */
public record AcmeRules(
    Binding binding, Set<String> domains, Duration orderLife, int ordersAnHour, int mailsADay) {
  public AcmeRules {
    domains = Set.copyOf(domains);
  }

  /** RFC 8555 §7.3.4. */
  public enum Binding {
    REQUIRED,
    /** Anybody may have an account; who answers from a mailbox of ours gets its certificate. */
    NOT_REQUIRED
  }
}
