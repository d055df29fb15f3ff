package org.signetmail.gateway;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Treatment;

/**
 * One form of a message and the recipients it goes to.
 *
 * @param certificates to encrypt to; empty when it is not encrypted
 * @param opened in place of the message as it came
 */
record Variant(
    Treatment treatment,
    List<Envelope.Recipient> recipients,
    List<Certificate> certificates,
    Optional<Openings.Opened> opened) {
  Variant {
    recipients = List.copyOf(recipients);
    certificates = List.copyOf(certificates);
  }

  List<Mailbox> mailboxes() {
    return recipients.stream().map(Envelope.Recipient::mailbox).toList();
  }
}
