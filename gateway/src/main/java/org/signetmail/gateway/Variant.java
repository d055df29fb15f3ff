package org.signetmail.gateway;

import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Treatment;

/**
 * One form of a message and the recipients it goes to.
 *
 * @param certificates to encrypt to; empty when it is not encrypted
 */
public record Variant(
    Treatment treatment, List<Envelope.Recipient> recipients, List<Certificate> certificates) {
  public Variant {
    recipients = List.copyOf(recipients);
    certificates = List.copyOf(certificates);
  }

  List<Mailbox> mailboxes() {
    return recipients.stream().map(Envelope.Recipient::mailbox).toList();
  }
}
