package org.signetmail.store.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.LogStore;
import org.signetmail.tlog.PublishedCheckpoint;
import org.signetmail.tlog.SignedNote;

/**
 * The log, in the tables that {@link Ledger} appends to. Leaves and openings are kept apart: an
 * opening can be deleted, and the leaf stays what it was. Safe for many threads and nodes.
 */
public final class LogTable implements LogStore {
  private static final int MOST_LEVELS = 63;

  private final Database database;

  public LogTable(Database database) {
    this.database = database;
  }

  @Override
  public List<Long> append(List<LogEntry> entries) {
    return database.record((session, ledger) -> entries.stream().map(ledger::append).toList());
  }

  @Override
  public long size() {
    return database.read(LogTable::size);
  }

  @Override
  public List<byte[]> leaves(long from, long to) {
    return database.read(session -> {
      requireRange(from, to, size(session));
      return leaves(session, from, to);
    });
  }

  private static List<byte[]> leaves(Session session, long from, long to) throws SQLException {
    List<byte[]> leaves =
        session.query(
            "SELECT leaf FROM log_leaf WHERE idx >= ? AND idx < ? ORDER BY idx",
            row -> row.octets("leaf"),
            from,
            to);
    return requireAll(leaves, from, to);
  }

  @Override
  public List<LogEntry> entries(long from, long to) {
    return database.read(session -> {
      requireRange(from, to, size(session));
      Map<Long, byte[]> openings = new HashMap<>();
      session.query(
          "SELECT idx, opening FROM log_opening WHERE idx >= ? AND idx < ?",
          row -> openings.put(row.number("idx"), row.octets("opening")) == null,
          from,
          to);
      List<LogEntry> entries = new ArrayList<>();
      for (byte[] leaf : leaves(session, from, to)) {
        byte[] opening = openings.get(from + entries.size());
        entries.add(opening == null ? LogEntry.parse(leaf) : LogEntry.parse(leaf, opening));
      }
      return List.copyOf(entries);
    });
  }

  @Override
  public List<Hash> nodes(int level, long from, long to) {
    return database.read(session -> {
      long size = size(session);
      requireRange(from, to, level < 0 || level >= MOST_LEVELS ? 0 : size >> level);
      List<Hash> nodes =
          session.query(
              "SELECT hash FROM log_node WHERE level = ? AND idx >= ? AND idx < ?"
                  + " ORDER BY idx",
              row -> Hash.of(row.octets("hash")),
              level,
              from,
              to);
      return requireAll(nodes, from, to);
    });
  }

  @Override
  public Optional<PublishedCheckpoint> latestCheckpoint() {
    return database.read(session ->
        session.first(
            "SELECT note, at FROM log_checkpoint ORDER BY size DESC LIMIT 1",
            row -> new PublishedCheckpoint(SignedNote.parse(row.text("note")), row.time("at"))));
  }

  @Override
  public void saveCheckpoint(PublishedCheckpoint checkpoint) {
    long size = checkpoint.checkpoint().size();
    // Under the log's lock, so that "never goes back" holds between nodes.
    database.record((session, ledger) -> {
      long latest = session.number("SELECT coalesce(max(size), -1) FROM log_checkpoint");
      if (size < latest) {
        return latest;
      }
      session.update(
          "INSERT INTO log_checkpoint (size, note, at) VALUES (?, ?, ?)"
              + " ON CONFLICT (size) DO UPDATE SET note = excluded.note, at = excluded.at",
          size,
          checkpoint.note().format(),
          checkpoint.at());
      return size;
    });
  }

  /**
   * Deletes the openings of entries: what they say of a person can then be read by nobody, and
   * every proof about their leaves still holds. An entry says of which; without it a store that
   * lacks them is not whole.
   *
   * @return how many there were
   */
  public int forgetOpenings(List<Long> indexes, Instant at) {
    return database.record((session, ledger) -> {
      List<String> forgotten = new ArrayList<>();
      for (long index : indexes) {
        if (session.update("DELETE FROM log_opening WHERE idx = ?", index) == 1) {
          forgotten.add(Long.toString(index));
        }
      }
      if (!forgotten.isEmpty()) {
        ledger.append(
            LogEntry.of(EntryType.OPENINGS_FORGOTTEN, at)
                .with("leaves", String.join(" ", forgotten)));
      }
      return forgotten.size();
    });
  }

  private static long size(Session session) throws SQLException {
    return session.number("SELECT size FROM log_head WHERE id = 1");
  }

  private static void requireRange(long from, long to, long size) {
    if (from < 0 || from > to || to > size) {
      throw new IndexOutOfBoundsException("log: asked for [" + from + ", " + to + ") of " + size);
    }
  }

  private static <T> List<T> requireAll(List<T> found, long from, long to) {
    if (found.size() != to - from) {
      throw new IllegalStateException(
          "store: of the log's rows ["
              + from
              + ", "
              + to
              + ") only "
              + found.size()
              + " are there; restore a backup");
    }
    return found;
  }
}
