package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.signetmail.pkix.Mailbox;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.WaveInvitation;
import org.signetmail.rollout.WaveRecord;
import org.signetmail.rollout.WaveStore;
import org.signetmail.tlog.LogEntry;

/** The waves of a rollout. Safe for many threads and nodes. */
public final class WaveTable implements WaveStore {
  private final Database database;

  public WaveTable(Database database) {
    this.database = database;
  }

  @Override
  public List<WaveRecord> waves() {
    return database.read(session ->
        session.query("SELECT * FROM rollout_wave ORDER BY position, name", WaveTable::record));
  }

  @Override
  public void plan(List<Wave> planned, Instant at) {
    database.write(session -> {
      session.update("DELETE FROM rollout_wave WHERE state = ?", Wave.State.PLANNED.name());
      Set<String> begun =
          Set.copyOf(session.query("SELECT name FROM rollout_wave", row -> row.text("name")));
      for (int i = 0; i < planned.size(); i++) {
        Wave wave = planned.get(i);
        if (begun.contains(wave.name())) {
          session.update("UPDATE rollout_wave SET position = ? WHERE name = ?", i, wave.name());
        } else {
          insert(session, new WaveRecord(wave, i, at, Optional.empty()));
        }
      }
      session.update("DELETE FROM wave_policy WHERE wave NOT IN (SELECT name FROM rollout_wave)");
      return planned.size();
    });
  }

  private static void insert(Session session, WaveRecord record) throws SQLException {
    Wave wave = record.wave();
    session.update(
        "INSERT INTO rollout_wave (name, position, members_of, follows, conditions, state, changed)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        wave.name(),
        record.position(),
        lines(wave.groups()),
        lines(wave.after()),
        lines(
            wave.conditions().stream()
                .map(Enum::name)
                .collect(Collectors.toCollection(TreeSet::new))),
        wave.state().name(),
        record.changed());
  }

  @Override
  public boolean change(WaveRecord to, Wave.State from, LogEntry entry) {
    return database.record((session, ledger) -> {
      int changed =
          session.update(
              "UPDATE rollout_wave SET state = ?, changed = ?, policy_before = ?, policy_set = ?"
                  + " WHERE name = ? AND state = ?",
              to.wave().state().name(),
              to.changed(),
              to.policy().map(WaveRecord.PolicyChange::before).orElse(null),
              to.policy().map(WaveRecord.PolicyChange::set).orElse(null),
              to.wave().name(),
              from.name());
      if (changed == 1) {
        session.update("DELETE FROM wave_policy WHERE wave = ?", to.wave().name());
        ledger.append(entry);
      }
      return changed == 1;
    });
  }

  @Override
  public List<WaveInvitation> invitations(String wave) {
    return database.read(session ->
        session.query(
            "SELECT mailbox, first_at, latest_at, reminders FROM rollout_invitation"
                + " WHERE wave = ? ORDER BY mailbox_key",
            row ->
                new WaveInvitation(
                    row.mailbox("mailbox"),
                    row.time("first_at"),
                    row.time("latest_at"),
                    (int) row.number("reminders")),
            wave));
  }

  @Override
  public void invited(String wave, Mailbox person, Instant at) {
    database.write(session ->
        session.update(
            "INSERT INTO rollout_invitation"
                + " (wave, mailbox_key, mailbox, first_at, latest_at, reminders)"
                + " VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT (wave, mailbox_key) DO UPDATE"
                + " SET latest_at = excluded.latest_at,"
                + " reminders = rollout_invitation.reminders + 1",
            wave,
            person.key(),
            person.toString(),
            at,
            at));
  }

  private static WaveRecord record(Row row) throws SQLException {
    Wave wave =
        new Wave(
            row.text("name"),
            ofLines(row.text("members_of")),
            ofLines(row.text("follows")),
            ofLines(row.text("conditions")).stream()
                .map(Wave.Condition::valueOf)
                .collect(Collectors.toUnmodifiableSet()),
            Wave.State.valueOf(row.text("state")));
    Optional<String> set = row.textIfAny("policy_set");
    return new WaveRecord(
        wave,
        (int) row.number("position"),
        row.time("changed"),
        row.textIfAny("policy_before")
            .flatMap(before -> set.map(now -> new WaveRecord.PolicyChange(before, now))));
  }

  /** Names may have blanks in them. */
  private static String lines(SortedSet<String> names) {
    return String.join("\n", names);
  }

  private static SortedSet<String> ofLines(String lines) {
    return lines
        .lines()
        .filter(line -> !line.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
