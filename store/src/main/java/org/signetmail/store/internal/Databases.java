package org.signetmail.store.internal;

import java.time.Instant;
import org.signetmail.store.StoreUnavailable;
import org.signetmail.store.StoreUrl;

/** Opens the database that a URL names. */
public final class Databases {
  private Databases() {}

  /**
   * A database with tables of this version.
   *
   * @throws StoreUnavailable when it cannot be had
   */
  public static Database open(StoreUrl url) {
    return switch (url) {
      case StoreUrl.Sqlite sqlite -> SqliteDatabase.open(sqlite);
      case StoreUrl.Postgresql postgresql -> PostgresqlDatabase.open(postgresql);
    };
  }

  /** What the clock of a PostgreSQL server says, to the millisecond. */
  public static Instant time(Database postgresql) {
    return Instant.ofEpochMilli(
        postgresql.read(session ->
            session.number("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")));
  }
}
