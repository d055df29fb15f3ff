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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.backup.StoreSnapshot;
import org.signetmail.backup.TreeHead;
import org.signetmail.store.PostgresqlTools;
import org.signetmail.store.SnapshotForm;
import org.signetmail.store.StoreUrl;
import org.signetmail.tlog.Frontier;
import org.signetmail.tlog.LogEntry;

/**
 * Copies the store row by row, in the form of {@link SnapshotWriter}: a copy of a SQLite store can
 * be put into PostgreSQL, and back. Or has PostgreSQL's own program copy it ({@link
 * PostgresqlDump}).
 *
 * <p>Writing reads one moment (SQLite: one read transaction on the write-ahead log; PostgreSQL:
 * REPEATABLE READ) and holds nobody up, with some rows in memory.
 */
public final class Snapshot implements StoreSnapshot {
  private final Database database;
  private final StoreUrl url;
  private final SnapshotForm form;
  private final PostgresqlTools tools;

  /**
   * @param form how it is written; what is restored says itself how it was
   */
  public Snapshot(Database database, StoreUrl url, SnapshotForm form, PostgresqlTools tools) {
    this.database = database;
    this.url = url;
    this.form = form;
    this.tools = tools;
  }

  @Override
  public Summary write(OutputStream out) throws IOException {
    return read(session -> {
      Schema.requireWhole(session);
      return switch (form) {
        case ROWS -> write(session, out);
        case PG_DUMP -> dump(session, out);
      };
    });
  }

  @Override
  public Summary look() throws IOException {
    return read(session -> summary(session, counted(session), Optional.empty()));
  }

  private Summary read(Database.Work<Summary> work) throws IOException {
    try {
      return database.alone(Database.Access.READ, work);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The summary is of the very snapshot that the other program reads. */
  private Summary dump(Session session, OutputStream out) throws SQLException {
    try {
      PostgresqlDump dump = PostgresqlDump.of(url, tools);
      return summary(session, counted(session), Optional.of(dump.write(session, out)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SortedMap<String, Long> counted(Session session) throws SQLException {
    SortedMap<String, Long> rows = new TreeMap<>();
    for (Table table : Table.values()) {
      rows.put(table.sql(), session.number("SELECT count(*) FROM " + table.sql()));
    }
    return rows;
  }

  private Summary summary(Session session, SortedMap<String, Long> rows, Optional<String> tool)
      throws SQLException {
    Frontier log = Ledger.head(session);
    return new Summary(
        rows,
        LoggedTables.digests(session, database.dialect()),
        new TreeHead(log.size(), log.root()),
        tool);
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
      return summary(session, rows, Optional.empty());
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
    new SnapshotRestore(database, url, tools).run(in, mark);
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
