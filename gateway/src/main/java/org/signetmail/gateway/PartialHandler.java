package org.signetmail.gateway;

import java.util.Optional;
import org.signetmail.smime.Octets;

/** Takes in some of the mail; what it does not see to itself, another handler does. */
public interface PartialHandler extends MailHandler {
  /** Takes all other mail. */
  MailHandler others();

  @Override
  default Optional<Long> largest() {
    return others().largest();
  }

  @Override
  default Answer sender(Arrival arrival, Envelope envelope) {
    return others().sender(arrival, envelope);
  }

  @Override
  default Answer recipient(Arrival arrival, Envelope envelope, Envelope.Recipient recipient) {
    return others().recipient(arrival, envelope, recipient);
  }

  @Override
  default Answer handle(Arrival arrival, Envelope envelope, Octets message) {
    return others().handle(arrival, envelope, message);
  }
}
