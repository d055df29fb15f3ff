package org.signetmail.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * The message submission agent of one person (RFC 6409): takes mail that comes from that person's
 * own mailboxes, and nobody else's (§6.1), and gives it a Message-ID where the mail program has
 * left that out (§8.3).
 *
 * <p>The Message-ID is made of what was submitted, so that a second attempt has the same. Safe for
 * use by many threads.
 */
public final class SubmissionAgent implements MailHandler {
  private static final int ID_OCTETS = 16;

  private final Set<Mailbox> own;
  private final MailHandler next;

  /**
   * @param own the person's mailboxes
   * @param next takes what is the person's
   */
  public SubmissionAgent(Set<Mailbox> own, MailHandler next) {
    this.own = Set.copyOf(own);
    this.next = next;
  }

  @Override
  public Answer sender(Arrival arrival, Envelope envelope) {
    return envelope
        .sender()
        .filter(sender -> !own.contains(sender))
        .map(this::notOwn)
        .orElseGet(() -> next.sender(arrival, envelope));
  }

  @Override
  public Answer recipient(Arrival arrival, Envelope envelope, Envelope.Recipient recipient) {
    return next.recipient(arrival, envelope, recipient);
  }

  @Override
  public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
    try {
      MessageHeader header = MessageHeader.read(message);
      if (header.from().isEmpty()) {
        return new Answer(
            550, "5.7.1", "message: names no one author in From (RFC 5322 §3.6.2); set your own");
      }
      Mailbox author = header.from().get();
      if (!own.contains(author)) {
        return notOwn(author);
      }
      if (!header.all("Message-ID").isEmpty()) {
        return next.handle(arrival, envelope, message);
      }
      try (Octets whole = identified(author, message)) {
        return next.handle(arrival, envelope, whole);
      }
    } catch (MalformedMessage e) {
      return new Answer(554, "5.6.0", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Answer(451, "4.3.0", "message: could not be read here; try again later");
    }
  }

  private Answer notOwn(Mailbox mailbox) {
    return new Answer(
        550,
        "5.7.1",
        mailbox
            + ": is not among the mailboxes that your certificates name, "
            + own.stream().map(Mailbox::toString).sorted().toList()
            + " (RFC 6409 §6.1); send as one of these");
  }

  private static Octets identified(Mailbox author, Octets message) throws IOException {
    MessageDigest digest = MessageIdentity.sha256();
    MessageIdentity.update(digest, message, 0);
    String id = HexFormat.of().formatHex(digest.digest(), 0, ID_OCTETS);
    String field = "Message-ID: <" + id + "@" + author.domain() + ">\r\n";
    return Octets.concat(
        List.of(
            Octets.of(field.getBytes(StandardCharsets.US_ASCII)),
            message.slice(0, message.size())));
  }
}
