package org.signetmail.store.internal;

import java.sql.SQLException;

/** What the two databases write differently. */
public enum Dialect {
  SQLITE("INTEGER", "BLOB", "TEXT", "STRICT", "STRICT, WITHOUT ROWID", ""),
  POSTGRESQL("BIGINT", "BYTEA", "TEXT COLLATE \"C\"", "", "", " FOR UPDATE");

  private final String number;
  private final String octets;
  private final String text;
  private final String plain;
  private final String clustered;
  private final String forUpdate;

  Dialect(
      String number, String octets, String text, String plain, String clustered, String forUpdate) {
    this.number = number;
    this.octets = octets;
    this.text = text;
    this.plain = plain;
    this.clustered = clustered;
    this.forUpdate = forUpdate;
  }

  /** The text of a migration with this database's words in its places. */
  String fill(String sql) {
    return sql.replace("${number}", number)
        .replace("${octets}", octets)
        .replace("${text}", text)
        .replace("${plain}", plain)
        .replace("${clustered}", clustered);
  }

  /**
   * A select whose rows stay locked until the commit; a SQLite writer has the whole file anyway.
   */
  String locking(String select) {
    return select + forUpdate;
  }

  /**
   * Has references checked now that wait for the commit: PostgreSQL makes no index on a table while
   * some of its rows wait.
   */
  void settle(Session session) throws SQLException {
    if (this == POSTGRESQL) {
      session.run("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED");
    }
  }
}
