package org.signetmail.store.internal;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.signetmail.store.StoreUnavailable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What an exception of a database means to the person who runs the store: one line, and what to do.
 */
final class Failure {
  private Failure() {}

  /** The exception that a caller of the store sees. */
  static RuntimeException of(Object url, SQLException e) {
    return new StoreUnavailable("store " + url + ": " + explain(e), e);
  }

  /** As {@link #of}, after a commit that may or may not have happened. */
  static RuntimeException ofCommit(Object url, Throwable e) {
    String what = e instanceof SQLException sql ? explain(sql) : String.valueOf(e.getMessage());
    return new StoreUnavailable(
        "store "
            + url
            + ": the commit failed, it may or may not have happened; look before"
            + " trying again: "
            + what,
        e);
  }

  /** The same without the store's name. */
  static String line(SQLException e) {
    return explain(e);
  }

  /** Whether a connection was found dead: another one may work. */
  static boolean isLostConnection(Throwable e) {
    return e instanceof SQLException sql
        && (state(sql).startsWith("08") || state(sql).startsWith("57P"));
  }

  /** Whether two transactions were in each other's way: one of them may try again. */
  static boolean isCollision(SQLException e) {
    return state(e).equals("40001") || state(e).equals("40P01");
  }

  /** Whether a value is not one that its column takes, or a row breaks a rule of its table. */
  static boolean isBadRow(SQLException e) {
    if (e instanceof SQLiteException sqlite) {
      int primary = sqlite.getResultCode().code & 0xff;
      return primary == SQLiteErrorCode.SQLITE_CONSTRAINT.code
          || primary == SQLiteErrorCode.SQLITE_MISMATCH.code;
    }
    return state(e).startsWith("22") || state(e).startsWith("23");
  }

  private static String explain(SQLException e) {
    if (e instanceof SQLiteException sqlite) {
      return explainSqlite(sqlite);
    }
    SQLException root = e;
    while (root instanceof SQLTransientConnectionException
        && root.getCause() instanceof SQLException cause) {
      root = cause; // The pool waited; this is what it waited for.
    }
    return explainPostgresql(root);
  }

  private static String explainSqlite(SQLiteException e) {
    return switch (e.getResultCode()) {
      case SQLITE_CANTOPEN,
          SQLITE_CANTOPEN_ISDIR,
          SQLITE_CANTOPEN_NOTEMPDIR,
          SQLITE_CANTOPEN_FULLPATH ->
          "cannot be opened; check that the folder exists and is writable for this user";
      case SQLITE_READONLY,
          SQLITE_READONLY_DIRECTORY,
          SQLITE_READONLY_DBMOVED,
          SQLITE_READONLY_CANTINIT,
          SQLITE_READONLY_CANTLOCK,
          SQLITE_READONLY_RECOVERY,
          SQLITE_PERM,
          SQLITE_AUTH ->
          "is not writable; give this user write access to the file and its folder";
      case SQLITE_NOTADB -> "is not a SQLite database; name another file";
      case SQLITE_CORRUPT, SQLITE_CORRUPT_INDEX, SQLITE_CORRUPT_SEQUENCE, SQLITE_CORRUPT_VTAB ->
          "is damaged; stop Signet and restore a backup";
      case SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE ->
          "the disk takes no writes; look whether it is mounted read-only or ails";
      case SQLITE_FULL -> "the disk is full; free some space";
      case SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_BUSY_TIMEOUT, SQLITE_LOCKED ->
          "another process has held it for too long; end that process or try again";
      default -> oneLine(e);
    };
  }

  private static String explainPostgresql(SQLException e) {
    String state = state(e);
    return switch (state) {
      case "28P01", "28000" -> "the server refuses the user or the password; check both";
      case "3D000" -> "the server has no database of that name; create it: createdb NAME";
      case "42501" -> "the user may not do this (" + oneLine(e) + "); grant it on the schema";
      case "53100" -> "the server's disk is full; free some space";
      case "53300" -> "the server has no connection left; raise its max_connections";
      case "55P03" -> "another node holds the log for too long; look for a hanging one";
      case "25006" -> "the server is read-only, a standby perhaps; name the primary";
      case "08001", "08004", "08006", "08003" ->
          "the server cannot be reached (" + oneLine(e) + "); check host, port and that it runs";
      default -> oneLine(e) + (state.isEmpty() ? "" : " (SQLSTATE " + state + ")");
    };
  }

  private static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }

  private static String oneLine(Throwable e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
