package org.signetmail.gateway;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;

/**
 * Who sends a message to whom, apart from what its headers say (RFC 5321 §2.3.1).
 *
 * @param sender empty for the null reverse-path of bounces
 * @param parameters of MAIL FROM, as received: {@code SIZE=…}, {@code BODY=8BITMIME}, {@code
 *     RET=…}, {@code ENVID=…}
 */
public record Envelope(
    Optional<Mailbox> sender, List<Recipient> recipients, List<String> parameters) {
  public Envelope {
    recipients = List.copyOf(recipients);
    parameters = List.copyOf(parameters);
  }

  /**
   * @param parameters of RCPT TO: {@code NOTIFY=…}, {@code ORCPT=…}
   */
  public record Recipient(Mailbox mailbox, List<String> parameters) {
    public Recipient {
      parameters = List.copyOf(parameters);
    }
  }
}
