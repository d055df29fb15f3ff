package org.signetmail.enrolment;

import org.signetmail.pkix.Mailbox;

/** What the organisation's identity provider says of somebody who comes back from it. */
public sealed interface Vouching {
  /**
   * Their mailbox, which the provider has verified.
   *
   * @param name the person's, as the provider has it; empty when it says none
   */
  record Vouched(Mailbox mailbox, String name) implements Vouching {}

  /** Nothing that holds: what came back is forged, of another browser, too old, or a refusal. */
  record Refused() implements Vouching {}

  /** The provider could not be asked. */
  record Unreachable() implements Vouching {}
}
