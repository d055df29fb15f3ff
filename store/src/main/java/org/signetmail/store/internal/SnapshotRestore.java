package org.signetmail.store.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.backup.StoreSnapshot.NotRestorable;
import org.signetmail.tlog.Frontier;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.MerkleTree;

/**
 * Fills an empty store from the copy of another, table by table, each in a transaction of its own.
 *
 * <p>While it goes on the store has a table {@code signet_restore} of one row: of which copy, how
 * many tables are done, and where in the copy they end. With it, nothing else opens the store; what
 * interrupts the work loses one table of it. The last transaction proves that the log is the tree
 * of its leaves, adds the mark to it and drops the table.
 */
public final class SnapshotRestore {
  private static final int ROWS_AT_ONCE = 500;
  private static final String PROGRESS = "signet_restore";

  private final Database database;

  public SnapshotRestore(Database database) {
    this.database = database;
  }

  /** Whether a store was filled in part, and not to the end. */
  public static boolean isUnfinished(Database database) {
    return database.read(session -> isUnfinished(session, database.dialect()));
  }

  /** How far it came: the next table, where it begins, and the digests of those before. */
  private record Position(int table, long octets, byte[] sums) {}

  public void run(InputStream in, LogEntry mark) throws IOException {
    try {
      if (database.read(session -> endsWith(session, mark))) {
        return;
      }
      Position position = alone(session -> begin(session, mark));
      SnapshotReader reader =
          position.table() == 0
              ? new SnapshotReader(in)
              : new SnapshotReader(in, position.octets(), position.sums());
      requireVersion(reader);
      for (int i = position.table(); i < Table.values().length; i++) {
        Table table = Table.values()[i];
        int done = i + 1;
        alone(session -> {
          fill(session, reader, table);
          session.update(
              "UPDATE " + PROGRESS + " SET tables = ?, octets = ?, sums = ?",
              done,
              reader.position(),
              reader.sums());
          return true;
        });
      }
      reader.end();
      alone(session -> finish(session, mark));
    } catch (NotRestorable e) {
      empty(mark);
      throw e;
    }
  }

  private <T> T alone(Database.Work<T> work) throws IOException {
    try {
      return database.alone(Database.Access.WRITE, work);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void requireVersion(SnapshotReader reader) throws NotRestorable {
    if (reader.version() != Schema.VERSION) {
      throw new NotRestorable(
          "store copy: has schema version "
              + reader.version()
              + ", this Signet has "
              + Schema.VERSION
              + "; restore it with the Signet that wrote it, then upgrade");
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
    return new Position(0, 0, new byte[0]);
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

  private void fill(Session session, SnapshotReader reader, Table table) throws SQLException {
    try {
      insert(session, reader, table);
      requireReferences(session, table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      if (Failure.isBadRow(e)) {
        throw new UncheckedIOException(badRow(e));
      }
      throw e;
    }
  }

  private static void insert(Session session, SnapshotReader reader, Table table)
      throws SQLException, IOException {
    List<String> columns = Snapshot.columns(session, table);
    if (!reader.beginTable(table.sql()).equals(columns)) {
      throw new NotRestorable("store copy: table " + table.sql() + " has other columns");
    }
    String insert =
        "INSERT INTO "
            + table.sql()
            + " ("
            + String.join(", ", columns)
            + ") VALUES ("
            + String.join(", ", Collections.nCopies(columns.size(), "?"))
            + ")";
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (@Nullable Object @Nullable [] row = reader.row(); row != null; row = reader.row()) {
      rows.add(row);
      if (rows.size() == ROWS_AT_ONCE) {
        session.batch(insert, rows);
        rows.clear();
      }
    }
    session.batch(insert, rows);
  }

  /** Asks now what a commit would ask: whether every row's references are there. */
  private void requireReferences(Session session, Table table) throws SQLException, NotRestorable {
    switch (database.dialect()) {
      case POSTGRESQL -> session.run("SET CONSTRAINTS ALL IMMEDIATE");
      case SQLITE -> {
        String check = "PRAGMA foreign_key_check(" + table.sql() + ")";
        if (session.first(check, row -> true).isPresent()) {
          throw badRow(null);
        }
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
  private void empty(LogEntry mark) throws IOException {
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

  private static NotRestorable badRow(@Nullable SQLException e) {
    String line =
        "store copy: is damaged, it has a row that no store has; take another copy,"
            + " nothing was restored";
    return e == null ? new NotRestorable(line) : new NotRestorable(line, e);
  }
}
