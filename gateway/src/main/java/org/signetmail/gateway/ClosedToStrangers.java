package org.signetmail.gateway;

import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * Mail from outside, but for an address that only our own people write to, where they log in. Safe
 * for use by many threads.
 *
 * @param others takes all other mail
 */
public record ClosedToStrangers(MailHandler others, Mailbox address) implements MailHandler {
  @Override
  public Optional<Long> largest() {
    return others.largest();
  }

  @Override
  public Answer sender(Arrival arrival, Envelope envelope) {
    return others.sender(arrival, envelope);
  }

  @Override
  public Answer recipient(Arrival arrival, Envelope envelope, Envelope.Recipient recipient) {
    return recipient.mailbox().equals(address)
        ? new Answer(550, "5.7.1", address + ": is not written to from outside")
        : others.recipient(arrival, envelope, recipient);
  }

  @Override
  public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
    return others.handle(arrival, envelope, message);
  }
}
