package org.signetmail.store.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.gateway.DeliveryJournal;
import org.signetmail.pkix.Mailbox;

/** What the next hop accepted, a row for each recipient. Safe for many threads and nodes. */
public final class DeliveryTable implements DeliveryJournal {
  /** About how many rows are forgotten at a time, so that forgetting holds up no mail. */
  private static final int FORGOTTEN_AT_ONCE = 5_000;

  private final Database database;

  public DeliveryTable(Database database) {
    this.database = database;
  }

  @Override
  public Set<Mailbox> accepted(String messageIdentity) {
    return database.read(session ->
        new HashSet<>(
            session.query(
                "SELECT recipient FROM delivery WHERE message = ?",
                row -> row.mailbox("recipient"),
                messageIdentity)));
  }

  @Override
  public void accept(String messageIdentity, Set<Mailbox> recipients, Instant at) {
    // In order of key: two nodes with the same message must not wait for each other in a ring.
    List<@Nullable Object[]> rows = new ArrayList<>();
    recipients.stream()
        .sorted(Comparator.comparing(Mailbox::key))
        .forEach(mailbox ->
            rows.add(new Object[] {messageIdentity, mailbox.key(), mailbox.toString(), at}));
    database.write(session -> {
      session.batch(
          "INSERT INTO delivery (message, recipient_key, recipient, at) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT (message, recipient_key) DO NOTHING",
          rows);
      return rows.size();
    });
  }

  @Override
  public void forget(Instant before) {
    Optional<String> next = next(before);
    while (next.isPresent()) {
      String end = next.get();
      database.write(session -> session.update("DELETE FROM delivery WHERE at < ?", end));
      next = next(before);
    }
    database.write(session -> session.update("DELETE FROM delivery WHERE at < ?", before));
  }

  /** The time before which a handful of rows lie; empty when all that is left is a handful. */
  private Optional<String> next(Instant before) {
    return database.read(session ->
        session.first(
            "SELECT at FROM delivery WHERE at < ? AND at > (SELECT min(at) FROM delivery)"
                + " ORDER BY at LIMIT 1 OFFSET "
                + FORGOTTEN_AT_ONCE,
            row -> row.text("at"),
            before));
  }
}
