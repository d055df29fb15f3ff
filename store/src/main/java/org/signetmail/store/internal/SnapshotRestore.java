package org.signetmail.store.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.signetmail.backup.StoreSnapshot.NotRestorable;
import org.signetmail.store.PostgresqlTools;
import org.signetmail.store.StoreUrl;
import org.signetmail.store.internal.UnfinishedRestore.Position;
import org.signetmail.tlog.LogEntry;

/**
 * Fills an empty store from the copy of another: row by row, table by table, each in a transaction
 * of its own, so that what interrupts the work loses one table of it; or by {@code pg_restore}, in
 * one transaction.
 */
final class SnapshotRestore {
  private final Database database;
  private final StoreUrl url;
  private final PostgresqlTools tools;

  SnapshotRestore(Database database, StoreUrl url, PostgresqlTools tools) {
    this.database = database;
    this.url = url;
    this.tools = tools;
  }

  void run(InputStream plain, LogEntry mark) throws IOException {
    UnfinishedRestore restore = new UnfinishedRestore(database, mark);
    try {
      if (restore.isDone()) {
        return;
      }
      Position position = restore.begin();
      InputStream in = new BufferedInputStream(plain);
      if (PostgresqlDump.isNext(in)) {
        dump(in, restore, position);
      } else {
        rows(in, restore, position);
      }
      restore.finish();
    } catch (NotRestorable e) {
      restore.empty();
      throw e;
    }
  }

  private void rows(InputStream in, UnfinishedRestore restore, Position position)
      throws IOException {
    SnapshotReader reader =
        position.table() == 0
            ? new SnapshotReader(in)
            : new SnapshotReader(in, position.octets(), position.sums());
    requireVersion(reader.version());
    for (int i = position.table(); i < Table.values().length; i++) {
      Table table = Table.values()[i];
      int done = i + 1;
      restore.step(session -> {
        fill(session, reader, table);
        return new Position(done, reader.position(), reader.sums());
      });
    }
    reader.end();
  }

  private void dump(InputStream in, UnfinishedRestore restore, Position position)
      throws IOException {
    int all = Table.values().length;
    if (position.table() < all) {
      PostgresqlDump.Head head = PostgresqlDump.Head.read(in);
      requireVersion(head.version());
      PostgresqlDump.of(url, tools).restore(database, head, in);
      restore.step(session -> new Position(all, 0, new byte[0]));
    }
  }

  private static void requireVersion(int version) throws NotRestorable {
    if (version != Schema.VERSION) {
      throw new NotRestorable(
          "store copy: has schema version "
              + version
              + ", this Signet has "
              + Schema.VERSION
              + "; restore it with the Signet that wrote it, then upgrade");
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
      if (rows.size() == UnfinishedRestore.ROWS_AT_ONCE) {
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

  private static NotRestorable badRow(@Nullable SQLException e) {
    String line =
        "store copy: is damaged, it has a row that no store has; take another copy,"
            + " nothing was restored";
    return e == null ? new NotRestorable(line) : new NotRestorable(line, e);
  }
}
