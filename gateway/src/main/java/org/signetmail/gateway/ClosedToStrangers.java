package org.signetmail.gateway;

import org.signetmail.pkix.Mailbox;

/**
 * Mail from outside, but for an address that only our own people write to, where they log in. Safe
 * for use by many threads.
 *
 * @param others takes all other mail
 */
public record ClosedToStrangers(MailHandler others, Mailbox address) implements PartialHandler {
  @Override
  public Answer recipient(Arrival arrival, Envelope envelope, Envelope.Recipient recipient) {
    return recipient.mailbox().equals(address)
        ? new Answer(550, "5.7.1", address + ": is not written to from outside")
        : others.recipient(arrival, envelope, recipient);
  }
}
