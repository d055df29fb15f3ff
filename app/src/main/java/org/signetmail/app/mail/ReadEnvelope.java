package org.signetmail.app.mail;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.MessageHeader;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts.Direction;

/**
 * The envelope that a kept message's headers speak of: what mail servers wrote down at delivery,
 * else whom the author named.
 */
public final class ReadEnvelope {
  private ReadEnvelope() {}

  public static Envelope of(MessageHeader header, Direction direction, MailFlow flow) {
    return of(sender(header), recipients(header, direction, flow));
  }

  public static Envelope of(Optional<Mailbox> sender, List<Mailbox> recipients) {
    return new Envelope(
        sender,
        recipients.stream().map(to -> new Envelope.Recipient(to, List.of())).toList(),
        List.of());
  }

  /** The reverse-path (RFC 5321 §4.4), which is empty for bounces; else the author. */
  public static Optional<Mailbox> sender(MessageHeader header) {
    return header.first("Return-Path").isPresent()
        ? header.mailboxes("Return-Path").stream().findFirst()
        : header.from();
  }

  public static List<Mailbox> recipients(MessageHeader header, Direction direction, MailFlow flow) {
    Set<Mailbox> delivered = new LinkedHashSet<>();
    Stream.of("Delivered-To", "X-Original-To", "Envelope-To")
        .forEach(name -> delivered.addAll(header.mailboxes(name)));
    Set<Mailbox> named = new LinkedHashSet<>(header.visibleRecipients());
    named.addAll(header.mailboxes("Bcc"));
    if (direction == Direction.INBOUND) {
      Set<Mailbox> ours = new LinkedHashSet<>(delivered.isEmpty() ? named : delivered);
      ours.removeIf(mailbox -> !flow.domains().isEmpty() && !flow.isOurs(mailbox));
      return List.copyOf(ours);
    }
    return List.copyOf(named.isEmpty() ? delivered : named);
  }
}
