package org.signetmail.store.internal;

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
}
