package org.signetmail.gateway;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.pkix.Mailbox;

/**
 * Who sends a message to whom, apart from what its headers say (RFC 5321 §2.3.1).
 *
 * @param sender empty for the null reverse-path of bounces
 * @param parameters of MAIL FROM, as received: {@code SIZE=…}, {@code BODY=8BITMIME}, {@code
 *     RET=…}, {@code ENVID=…}
 * @param client where it first came from, for the log of a next hop that wants to know
 */
public record Envelope(
    Optional<Mailbox> sender,
    List<Recipient> recipients,
    List<String> parameters,
    ForwardedClient client) {
  public Envelope {
    recipients = List.copyOf(recipients);
    parameters = List.copyOf(parameters);
  }

  /** Of a message that begins here. */
  public Envelope(Optional<Mailbox> sender, List<Recipient> recipients, List<String> parameters) {
    this(sender, recipients, parameters, ForwardedClient.UNKNOWN);
  }

  /** Whom it is for. */
  Set<Mailbox> mailboxes() {
    return recipients.stream().map(Recipient::mailbox).collect(Collectors.toUnmodifiableSet());
  }

  /** The same to others, such as some of its recipients. */
  public Envelope to(List<Recipient> others) {
    return new Envelope(sender, others, parameters, client);
  }

  /**
   * The same for what was opened, which may have any octets: a report about it returns the header
   * alone (RFC 3461 §4.3), and goes where it is said.
   *
   * @param returns in the place of the sender; empty for the sender
   */
  Envelope forOpened(Optional<Mailbox> returns) {
    List<String> asking =
        Stream.concat(
                parameters.stream()
                    .filter(one -> !one.regionMatches(true, 0, "RET=", 0, 4))
                    .filter(one -> !one.regionMatches(true, 0, "BODY=", 0, 5)),
                Stream.of("RET=HDRS", "BODY=8BITMIME"))
            .toList();
    return new Envelope(returns.or(() -> sender), recipients, asking, client);
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
