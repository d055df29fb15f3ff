package org.signetmail.smime;

import java.time.Instant;
import java.util.List;
import org.signetmail.pkix.Mailbox;

/**
 * That a mailing list sent a message on (MLData, RFC 2634 §4.4). Immutable.
 *
 * @param list how it names itself: issuer and serial number, or key identifier
 */
public record MailListExpansion(String list, Instant at, Policy policy) {
  /** What the list wants with receipts, over what the author wants. */
  public sealed interface Policy {
    /** As the author asked. */
    record Author() implements Policy {}

    record None() implements Policy {}

    record InsteadOf(List<Mailbox> to) implements Policy {}

    record InAdditionTo(List<Mailbox> to) implements Policy {}
  }
}
