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
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.backup.StoreSnapshot;
import org.signetmail.backup.TreeHead;
import org.signetmail.tlog.Frontier;
import org.signetmail.tlog.LogEntry;

/**
 * Copies the store row by row, in the form of {@link SnapshotWriter}: a copy of a SQLite store can
 * be put into PostgreSQL, and back.
 *
 * <p>Writing reads one moment (SQLite: one read transaction on the write-ahead log; PostgreSQL:
 * REPEATABLE READ) and holds nobody up, with some rows in memory.
 */
public final class Snapshot implements StoreSnapshot {
  private final Database database;

  public Snapshot(Database database) {
    this.database = database;
  }

  @Override
  public Summary write(OutputStream out) throws IOException {
    try {
      return database.alone(Database.Access.READ, session -> write(session, out));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Summary write(Session session, OutputStream out) throws SQLException {
    SortedMap<String, Long> rows = new TreeMap<>();
    try {
      SnapshotWriter writer = new SnapshotWriter(out, (int) session.number(Schema.READ_VERSION));
      for (Table table : Table.values()) {
        List<Described> columns = described(session, table);
        writer.beginTable(table.sql(), columns.stream().map(Described::name).toList());
        write(session, table, columns, writer);
        rows.put(table.sql(), writer.endTable());
      }
      writer.end();
      Frontier log = Ledger.head(session);
      return new Summary(rows, new TreeHead(log.size(), log.root()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Session session, Table table, List<Described> columns, SnapshotWriter writer)
      throws SQLException, IOException {
    switch (database.dialect()) {
      case SQLITE -> session.stream(table.selectAll(), row -> write(writer, row, columns.size()));
      case POSTGRESQL ->
          new PostgresqlCopy()
              .write(
                  session.connection(),
                  table.selectAll(),
                  columns.stream().map(Described::type).toList(),
                  writer);
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
  public void restore(InputStream in, LogEntry mark) throws IOException {
    new SnapshotRestore(database).run(in, mark);
  }

  static List<String> columns(Session session, Table table) throws SQLException {
    return described(session, table).stream().map(Described::name).toList();
  }

  /** A column and its type, of {@link java.sql.Types}. */
  private record Described(String name, int type) {}

  private static List<Described> described(Session session, Table table) throws SQLException {
    try (PreparedStatement statement =
            session.connection().prepareStatement("SELECT * FROM " + table.sql() + " WHERE 1 = 0");
        ResultSet none = statement.executeQuery()) {
      ResultSetMetaData metadata = none.getMetaData();
      List<Described> columns = new ArrayList<>();
      for (int i = 1; i <= metadata.getColumnCount(); i++) {
        columns.add(new Described(metadata.getColumnName(i), metadata.getColumnType(i)));
      }
      return columns;
    }
  }
}
