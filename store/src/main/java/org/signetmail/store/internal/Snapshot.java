package org.signetmail.store.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.signetmail.backup.StoreSnapshot;
import org.signetmail.tlog.Frontier;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.MerkleTree;

/**
 * Copies the store row by row, in the form of {@link SnapshotWriter}: a copy of a SQLite store can
 * be put into PostgreSQL, and back.
 *
 * <p>Writing reads one moment (SQLite: one read transaction on the write-ahead log; PostgreSQL:
 * REPEATABLE READ) and holds nobody up. Restoring is one transaction: when anything is wrong with
 * the copy, the store is as empty as before. Neither holds more than some rows in memory.
 */
public final class Snapshot implements StoreSnapshot {
  private static final int ROWS_AT_ONCE = 500;

  private final Database database;

  public Snapshot(Database database) {
    this.database = database;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    try {
      database.alone(
          Database.Access.READ,
          session -> {
            write(session, out);
            return true;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(Session session, OutputStream out) throws SQLException {
    try {
      SnapshotWriter writer = new SnapshotWriter(out, (int) session.number(Schema.READ_VERSION));
      for (Table table : Table.values()) {
        List<String> columns = columns(session, table);
        writer.beginTable(table.sql(), columns);
        session.stream(table.selectAll(), row -> write(writer, row, columns.size()));
        writer.endTable();
      }
      writer.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(SnapshotWriter writer, ResultSet row, int columns) throws SQLException {
    try {
      writer.beginRow();
      for (int i = 1; i <= columns; i++) {
        writer.value(row.getObject(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void restore(InputStream in) throws IOException {
    try {
      database.alone(
          Database.Access.WRITE,
          session -> {
            restore(session, in);
            return true;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void restore(Session session, InputStream in) throws SQLException {
    try {
      requireEmpty(session);
      SnapshotReader reader = new SnapshotReader(in);
      if (reader.version() != Schema.VERSION) {
        throw new IOException(
            "store copy: has schema version "
                + reader.version()
                + ", this Signet has "
                + Schema.VERSION
                + "; restore it with the Signet that wrote it, then upgrade");
      }
      session.update("DELETE FROM log_head");
      LeafCheck leaves = new LeafCheck();
      for (Table table : Table.values()) {
        restore(session, reader, table, leaves);
      }
      reader.end();
      leaves.requireHead(session);
      requireReferences(session);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      if (Failure.isBadRow(e)) {
        throw new UncheckedIOException(badRow(e));
      }
      throw e;
    }
  }

  /** Asks now what a commit would ask: whether every row's references are there. */
  private void requireReferences(Session session) throws SQLException, IOException {
    switch (database.dialect()) {
      case POSTGRESQL -> session.run("SET CONSTRAINTS ALL IMMEDIATE");
      case SQLITE -> {
        if (session.first("PRAGMA foreign_key_check", row -> true).isPresent()) {
          throw badRow(null);
        }
      }
    }
  }

  private static IOException badRow(@Nullable SQLException e) {
    return new IOException(
        "store copy: is damaged, it has a row that no store has; take another copy,"
            + " nothing was restored",
        e);
  }

  private void requireEmpty(Session session) throws SQLException, IOException {
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
        throw new IOException(
            "store: is not empty ("
                + table.sql()
                + "), nothing is overwritten;"
                + " restore into a new store");
      }
    }
  }

  private static void restore(Session session, SnapshotReader reader, Table table, LeafCheck leaves)
      throws SQLException, IOException {
    List<String> columns = columns(session, table);
    if (!reader.beginTable(table.sql()).equals(columns)) {
      throw new IOException("store copy: table " + table.sql() + " has other columns");
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
    @Nullable Object[] row = reader.row();
    while (row != null) {
      rows.add(row);
      row = reader.row();
      if (row == null || rows.size() == ROWS_AT_ONCE) {
        if (table == Table.LOG_LEAF) {
          leaves.add(rows);
        }
        session.batch(insert, rows);
        rows.clear();
      }
    }
  }

  private static List<String> columns(Session session, Table table) throws SQLException {
    try (PreparedStatement statement =
            session.connection().prepareStatement("SELECT * FROM " + table.sql() + " WHERE 1 = 0");
        ResultSet none = statement.executeQuery()) {
      ResultSetMetaData described = none.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= described.getColumnCount(); i++) {
        columns.add(described.getColumnName(i));
      }
      return columns;
    }
  }

  /** Grows the tree of the restored leaves: it must be the one that the log's head says. */
  private static final class LeafCheck {
    private Frontier grown = Frontier.empty();

    void add(List<@Nullable Object[]> rows) throws IOException {
      List<Hash> hashes = new ArrayList<>(rows.size());
      for (@Nullable Object[] row : rows) {
        boolean next = row[0] instanceof Long index && index == grown.size() + hashes.size();
        if (!next || !(row[1] instanceof byte[] leaf)) {
          throw new IOException("store copy: a leaf of the log is missing; take another copy");
        }
        hashes.add(MerkleTree.leafHash(leaf));
      }
      grown = grown.append(hashes).after();
    }

    void requireHead(Session session) throws SQLException, IOException {
      if (!Ledger.head(session).equals(grown)) {
        throw new IOException(
            "store copy: its log is not the tree of its leaves, someone changed one;"
                + " take another copy, nothing was restored");
      }
    }
  }
}
