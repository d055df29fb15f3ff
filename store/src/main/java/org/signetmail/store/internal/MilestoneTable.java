package org.signetmail.store.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Mailbox;
import org.signetmail.rollout.Milestone;
import org.signetmail.rollout.MilestoneStore;

/** Milestones of people in a rollout. Safe for many threads and nodes. */
public final class MilestoneTable implements MilestoneStore {
  private final Database database;

  public MilestoneTable(Database database) {
    this.database = database;
  }

  @Override
  public void reached(Mailbox person, Milestone milestone, Instant at) {
    database.write(session ->
        session.update(
            "INSERT INTO rollout_milestone (mailbox_key, milestone, at) VALUES (?, ?, ?)"
                + " ON CONFLICT (mailbox_key, milestone) DO NOTHING",
            person.key(),
            milestone.name(),
            at));
  }

  private record Reached(String person, Milestone milestone, Instant at) {}

  @Override
  public Map<String, Map<Milestone, Instant>> all() {
    List<Reached> rows =
        database.read(session ->
            session.query(
                "SELECT mailbox_key, milestone, at FROM rollout_milestone", MilestoneTable::read));
    Map<String, Map<Milestone, Instant>> all = new HashMap<>();
    for (Reached row : rows) {
      all.computeIfAbsent(row.person(), _ -> new EnumMap<>(Milestone.class))
          .put(row.milestone(), row.at());
    }
    return all;
  }

  @Override
  public Map<Milestone, Instant> of(Mailbox person) {
    Map<Milestone, Instant> reached = new EnumMap<>(Milestone.class);
    database
        .read(session ->
            session.query(
                "SELECT mailbox_key, milestone, at FROM rollout_milestone WHERE mailbox_key = ?",
                MilestoneTable::read,
                person.key()))
        .forEach(row -> reached.put(row.milestone(), row.at()));
    return reached;
  }

  @Override
  public void awaits(List<Awaited> messages) {
    // In order of key: two nodes with the same message must not wait for each other in a ring.
    List<@Nullable Object[]> rows = new ArrayList<>();
    messages.stream()
        .sorted(
            Comparator.comparing((Awaited one) -> one.person().key())
                .thenComparing(Awaited::message))
        .forEach(one -> rows.add(new Object[] {one.person().key(), one.message(), one.at()}));
    database.write(session -> {
      session.batch(
          "INSERT INTO rollout_awaited (mailbox_key, message, at) VALUES (?, ?, ?)"
              + " ON CONFLICT (mailbox_key, message) DO NOTHING",
          rows);
      return rows.size();
    });
  }

  @Override
  public boolean isAwaited(Mailbox person, List<String> messages) {
    return database.read(session -> {
      for (String message : messages) {
        if (session
            .first(
                "SELECT 1 FROM rollout_awaited WHERE mailbox_key = ? AND message = ?",
                row -> true,
                person.key(),
                message)
            .isPresent()) {
          return true;
        }
      }
      return false;
    });
  }

  @Override
  public int forgetAwaited(Instant before) {
    return database.write(session ->
        session.update(
            "DELETE FROM rollout_awaited WHERE at < ? OR mailbox_key IN"
                + " (SELECT mailbox_key FROM rollout_milestone WHERE milestone = ?)",
            before,
            Milestone.READ_ENCRYPTED.name()));
  }

  private static Reached read(Row row) throws java.sql.SQLException {
    return new Reached(
        row.text("mailbox_key"), Milestone.valueOf(row.text("milestone")), row.time("at"));
  }
}
