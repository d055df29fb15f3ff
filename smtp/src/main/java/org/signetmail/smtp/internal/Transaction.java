package org.signetmail.smtp.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;

/** A message on its way in, from MAIL to the answer to its text. For one thread. */
final class Transaction {
  private final ServerContext context;
  private final Client client;
  private final Entitlement entitlement;
  private final Arrival arrival;
  private final Command.Path path;
  private final List<Envelope.Recipient> recipients = new ArrayList<>();
  private @Nullable ChunkReader chunks;

  Transaction(ServerContext context, Client client, String id, Command.Path path) {
    this.context = context;
    this.client = client;
    this.entitlement = new Entitlement(context, client);
    this.arrival = client.arrival(id, path.has("SMTPUTF8"), context.clock().instant());
    this.path = path;
  }

  Arrival arrival() {
    return arrival;
  }

  /** Whether mail from this sender is taken, and mail of the size that it announces. */
  Answer admitted() {
    long largest = context.settings().limits().messageOctets();
    if (path.value("SIZE").map(Long::valueOf).orElse(0L) > largest) {
      return new Answer(
          552, "5.3.4", "message: is larger than " + largest + " octets (RFC 1870 §6.1)");
    }
    return entitlement
        .againstSender(path.mailbox())
        .orElseGet(() -> context.handler().sender(arrival, envelope()));
  }

  /** Takes one more recipient, or says why not. */
  Answer add(Command rcpt) throws SyntaxFault {
    Command.Path to = rcpt.forwardPath(context.settings().hostname(), path.has("SMTPUTF8"));
    if (recipients.size() >= context.settings().limits().recipients()) {
      return new Answer(
          452, "4.5.3", "too many recipients (RFC 5321 §4.5.3.1.10); send the rest apart");
    }
    Envelope.Recipient recipient =
        new Envelope.Recipient(to.mailbox().orElseThrow(), to.parameters());
    Answer answer =
        entitlement
            .againstRecipient(recipient.mailbox())
            .orElseGet(() -> context.handler().recipient(arrival, envelope(), recipient));
    if (answer.kind() != Answer.Kind.ACCEPTED) {
      return answer;
    }
    recipients.add(recipient);
    return new Answer(250, "2.1.5", "ok");
  }

  List<Envelope.Recipient> recipients() {
    return recipients;
  }

  Envelope envelope() {
    return new Envelope(path.mailbox(), recipients, path.parameters(), client.first(arrival.id()));
  }

  /** The chunks so far; null before the first BDAT. */
  @Nullable ChunkReader chunks() {
    return chunks;
  }

  void begin(ChunkReader first) {
    chunks = first;
  }

  /** Forgets what was gathered. */
  void discard() {
    if (chunks != null) {
      try {
        chunks.draft().close();
      } catch (IOException e) {
        System.getLogger(Transaction.class.getName())
            .log(System.Logger.Level.WARNING, "smtp: spool was not emptied", e);
      }
    }
  }
}
