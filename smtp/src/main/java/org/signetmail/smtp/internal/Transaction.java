package org.signetmail.smtp.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;

/** A message on its way in, from MAIL to the answer to its text. For one thread. */
final class Transaction {
  private final Arrival arrival;
  private final Command.Path path;
  private final List<Envelope.Recipient> recipients = new ArrayList<>();
  private @Nullable ChunkReader chunks;

  Transaction(Arrival arrival, Command.Path path) {
    this.arrival = arrival;
    this.path = path;
  }

  Arrival arrival() {
    return arrival;
  }

  boolean smtpUtf8() {
    return path.has("SMTPUTF8");
  }

  List<Envelope.Recipient> recipients() {
    return recipients;
  }

  Envelope envelope() {
    return new Envelope(path.mailbox(), recipients, path.parameters());
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
