package org.signetmail.store.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.signetmail.backup.StoreSnapshot.NotRestorable;
import org.signetmail.tlog.Frontier;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.MerkleTree;

/**
 * A store that is being filled from a copy. While it goes on the store has a table {@code
 * signet_restore} of one row: of which copy, how many tables are done, and where in the copy they
 * end. With it, nothing else opens the store. The last transaction proves that the log is the tree
 * of its leaves, adds the mark to it and drops the table.
 */
public final class UnfinishedRestore {
  static final int ROWS_AT_ONCE = 500;
  private static final String PROGRESS = "signet_restore";

  /**
   * How far CRL numbers jump: more than one issuer can have published since the copy was made, and
   * far less than 20 octets hold (RFC 5280 §5.2.3: numbers only grow).
   */
  private static final long CRL_NUMBERS_LEFT_OUT = 1L << 32;

  private final Database database;
  private final LogEntry mark;

  UnfinishedRestore(Database database, LogEntry mark) {
    this.database = database;
    this.mark = mark;
  }

  /** Whether a store was filled in part, and not to the end. */
  public static boolean isUnfinished(Database database) {
    return database.read(session -> isUnfinished(session, database.dialect()));
  }

  /** How far it came: the next table, where it begins, and the digests of those before. */
  record Position(int table, long octets, byte[] sums) {
    /** Nothing is there yet, as far as it is known. */
    static final Position START = new Position(0, 0, new byte[0]);
  }

  /** Whether this very restore came to its end before. */
  boolean isDone() {
    return database.read(session -> endsWith(session, mark));
  }

  /** Begins in a store that is empty, or goes on. */
  Position begin() throws IOException {
    return alone(session -> begin(session, mark));
  }

  /** Does a part, and notes how far it came, both or neither. */
  void step(Part part) throws IOException {
    alone(session -> {
      Position position = part.run(session);
      session.update(
          "UPDATE " + PROGRESS + " SET tables = ?, octets = ?, sums = ?",
          position.table(),
          position.octets(),
          position.sums());
      return true;
    });
  }

  /** A part of the work. */
  @FunctionalInterface
  interface Part {
    Position run(Session session) throws SQLException;
  }

  /** Ends it: the store is as it was, with the mark at the end of its log. */
  void finish() throws IOException {
    alone(session -> finish(session, mark));
  }

  private <T> T alone(Database.Work<T> work) throws IOException {
    try {
      return database.alone(Database.Access.WRITE, work);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Position begin(Session session, LogEntry mark) throws SQLException {
    if (isUnfinished(session, database.dialect())) {
      return session
          .first(
              "SELECT mark, tables, octets, sums FROM " + PROGRESS,
              row -> {
                if (!Arrays.equals(row.octets("mark"), mark.leaf())) {
                  throw new UncheckedIOException(
                      new IOException(
                          "store: was filled in part from another backup; finish that restore, or"
                              + " restore into a new store"));
                }
                return new Position(
                    (int) row.number("tables"), row.number("octets"), row.octets("sums"));
              })
          .orElseThrow(() -> new IllegalStateException("store: " + PROGRESS + " has no row"));
    }
    requireEmpty(session);
    session.run(
        database
            .dialect()
            .fill(
                "CREATE TABLE "
                    + PROGRESS
                    + " (mark ${octets} NOT NULL, tables ${number} NOT NULL,"
                    + " octets ${number} NOT NULL, sums ${octets} NOT NULL) ${plain}"));
    session.update(
        "INSERT INTO " + PROGRESS + " (mark, tables, octets, sums) VALUES (?, 0, 0, ?)",
        mark.leaf(),
        new byte[0]);
    session.update("DELETE FROM log_head");
    return Position.START;
  }

  private void requireEmpty(Session session) throws SQLException {
    List<String> names = new ArrayList<>();
    for (Table table : Table.values()) {
      names.add(table.sql());
    }
    if (database.dialect() == Dialect.POSTGRESQL) {
      session.run("LOCK TABLE " + String.join(", ", names) + " IN EXCLUSIVE MODE");
    }
    for (Table table : Table.values()) {
      if (table != Table.LOG_HEAD
          && session.first("SELECT 1 FROM " + table.sql(), row -> true).isPresent()) {
        throw new UncheckedIOException(
            new NotRestorable(
                "store: is not empty ("
                    + table.sql()
                    + "), nothing is overwritten;"
                    + " restore into a new store"));
      }
    }
  }

  private boolean finish(Session session, LogEntry mark) throws SQLException {
    try {
      requireHead(session);
    } catch (NotRestorable e) {
      throw new UncheckedIOException(e);
    }
    Ledger ledger = Ledger.lock(session, database.dialect());
    ledger.append(mark);
    ledger.flush();
    session.update("UPDATE crl_number SET number = number + ?", CRL_NUMBERS_LEFT_OUT);
    session.run("DROP TABLE " + PROGRESS);
    return true;
  }

  /** Grows the tree of the restored leaves: it must be the one that the log's head says. */
  private static void requireHead(Session session) throws SQLException, NotRestorable {
    Frontier[] grown = {Frontier.empty()};
    List<Hash> hashes = new ArrayList<>();
    session.stream(
        "SELECT idx, leaf FROM log_leaf ORDER BY idx",
        row -> {
          if (row.getLong(1) == grown[0].size() + hashes.size()) {
            hashes.add(MerkleTree.leafHash(row.getBytes(2)));
          }
          if (hashes.size() == ROWS_AT_ONCE) {
            grown[0] = grown[0].append(hashes).after();
            hashes.clear();
          }
        });
    Optional<Frontier> head =
        session.first("SELECT 1 FROM log_head", row -> true).isPresent()
            ? Optional.of(Ledger.head(session))
            : Optional.empty();
    if (!head.equals(Optional.of(grown[0].append(hashes).after()))) {
      throw new NotRestorable(
          "store copy: its log is not the tree of its leaves, someone changed one;"
              + " take another copy, nothing was restored");
    }
  }

  /** Makes the store as empty as it was, unless it was not ours to fill. */
  void empty() throws IOException {
    alone(session -> {
      boolean ours =
          isUnfinished(session, database.dialect())
              && session
                  .first("SELECT mark FROM " + PROGRESS, row -> row.octets("mark"))
                  .filter(leaf -> Arrays.equals(leaf, mark.leaf()))
                  .isPresent();
      if (ours) {
        for (Table table : Arrays.asList(Table.values()).reversed()) {
          session.update("DELETE FROM " + table.sql());
        }
        session.run(
            database
                .dialect()
                .fill(
                    "INSERT INTO log_head (id, size, peaks) VALUES (1, 0, CAST('' AS ${octets}))"),
            "DROP TABLE " + PROGRESS);
      }
      return true;
    });
  }

  /** Whether the last act in the log is this one: the store was filled to the end. */
  private static boolean endsWith(Session session, LogEntry mark) throws SQLException {
    return session
        .first("SELECT leaf FROM log_leaf ORDER BY idx DESC LIMIT 1", row -> row.octets("leaf"))
        .filter(leaf -> Arrays.equals(leaf, mark.leaf()))
        .isPresent();
  }

  private static boolean isUnfinished(Session session, Dialect dialect) throws SQLException {
    String tables =
        switch (dialect) {
          case SQLITE -> "SELECT count(*) FROM sqlite_schema WHERE name = ?";
          case POSTGRESQL ->
              "SELECT count(*) FROM pg_tables"
                  + " WHERE schemaname = current_schema() AND tablename = ?";
        };
    return session.number(tables, PROGRESS) > 0;
  }
}
