package org.signetmail.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.util.MimeUtil;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Decision;
import org.signetmail.policy.InvitationText;
import org.signetmail.policy.Treatment;
import org.signetmail.smime.Octets;

/**
 * Asks those for whom mail waits for a certificate, with a mail in the name of who wrote to them:
 * each once in the time that the journal remembers, whoever writes and however often, and no more
 * than thirty a minute. From nobody in the envelope, so that it cannot bounce (RFC 3834 §3.3). What
 * cannot be sent now is left to the next attempt of the mail that waits. Safe for use by many
 * threads.
 */
final class Invitations {
  private static final int MOST_A_MINUTE = 30;
  private static final int ID_OCTETS = 16;
  private static final String KEY = "invitation of ";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Treatment SIGNED =
      new Treatment(Treatment.Sign.YES, Treatment.Encrypt.NO, "auto");

  private final GatewayPorts ports;
  private final InFlight inFlight = new InFlight();
  private long minute;
  private int sent;

  Invitations(GatewayPorts ports) {
    this.ports = ports;
  }

  /**
   * Invites those of whom policy wants it and who have not been. Nothing is sent in the name of
   * somebody for whom nobody signs, nor for a bounce.
   */
  void send(InvitationText words, MessageHeader header, Envelope envelope, List<Wanted> wanted) {
    Optional<Mailbox> author =
        header.from().filter(from -> ports.signatures().signerFor(from).isPresent());
    if (author.isEmpty() || envelope.sender().isEmpty()) {
      return;
    }
    for (Wanted one : wanted) {
      if (one.decision() instanceof Decision.Defer defer
          && defer.meanwhile() == Decision.Meanwhile.INVITE) {
        attempt(words, author.get(), one.recipient().mailbox());
      }
    }
  }

  private void attempt(InvitationText words, Mailbox author, Mailbox recipient) {
    String key = KEY + recipient.key();
    if (!inFlight.take(key, Set.of(recipient))) {
      return;
    }
    try {
      if (ports.journal().accepted(key).isEmpty() && mayGo()) {
        invite(words, author, recipient, key);
      }
    } catch (IOException | RuntimeException e) {
      ports.events().trouble("invitation: not sent, it is tried again: " + e.getMessage());
    } finally {
      inFlight.release(key, Set.of(recipient));
    }
  }

  private void invite(InvitationText words, Mailbox author, Mailbox recipient, String key)
      throws IOException {
    boolean utf8 = author.isInternationalized() || recipient.isInternationalized();
    Envelope envelope =
        new Envelope(
            Optional.empty(),
            List.of(new Envelope.Recipient(recipient, List.of("NOTIFY=NEVER"))),
            utf8 ? List.of("SMTPUTF8") : List.of());
    Instant now = ports.clock().instant();
    Variant variant = new Variant(SIGNED, envelope.recipients(), List.of(), Optional.empty());
    try (Octets plain = Octets.of(message(words, author, recipient, now));
        Octets signed =
            new Protector(plain, Optional.of(author), List.of(variant), ports, new Profiles())
                .protect(variant)) {
      Answer answer = ports.nextHop().send(envelope, signed).get(recipient);
      if (answer == null || answer.kind() == Answer.Kind.TRY_AGAIN) {
        throw new IOException("next hop: " + (answer == null ? "gave no answer" : answer));
      }
      // Refused for good is an end as well: asking again would change nothing.
      ports.journal().accept(key, Set.of(recipient), now);
    }
  }

  private byte[] message(InvitationText words, Mailbox author, Mailbox recipient, Instant now) {
    byte[] id = new byte[ID_OCTETS];
    ports.random().nextBytes(id);
    String subject =
        MimeUtil.fold(
            "Subject: "
                + EncoderUtil.encodeIfNecessary(
                    words.subject(), EncoderUtil.Usage.TEXT_TOKEN, "Subject: ".length()),
            0);
    return ("From: "
            + author
            + "\nTo: "
            + recipient
            + "\nDate: "
            + DATE.format(now)
            + "\nMessage-ID: <"
            + HexFormat.of().formatHex(id)
            + "@"
            + author.domain()
            + ">\n"
            + subject.replace("\r\n", "\n")
            + "\nAuto-Submitted: auto-generated\nMIME-Version: 1.0\n"
            + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
            + words.text().replace("\r\n", "\n").replace("{author}", author.toString())
            + "\n")
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private synchronized boolean mayGo() {
    long now = ports.clock().instant().getEpochSecond() / 60;
    if (now != minute) {
      minute = now;
      sent = 0;
    }
    return sent++ < MOST_A_MINUTE;
  }
}
