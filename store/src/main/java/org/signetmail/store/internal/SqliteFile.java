package org.signetmail.store.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import org.signetmail.store.StoreUnavailable;
import org.signetmail.store.StoreUrl;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The file of a SQLite store: made for this user alone, known to be ours, with tables of today. */
final class SqliteFile {
  /** How long one process waits for another's transaction. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Marks the file as ours, in its header (bytes 68 to 71): "Sign". */
  private static final int APPLICATION_ID = 0x5369676e;

  private SqliteFile() {}

  /**
   * Opens the file, makes it when it is not there, and brings its tables up to date.
   *
   * @return a connection that may write
   */
  static Session open(StoreUrl.Sqlite url) throws SQLException {
    makeFile(url);
    Session session = connect(url);
    try {
      enterWriteAheadLog(session);
      prepareSchema(session, url);
      return session;
    } catch (SQLException | RuntimeException e) {
      SqliteDatabase.closeQuietly(session);
      throw e;
    }
  }

  /** One more connection to a file that is open. */
  static Session connect(StoreUrl.Sqlite url) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) PATIENCE.toMillis());
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setGetGeneratedKeys(false); // nobody asks, and each statement would be searched for them
    Session session = new Session(config.createConnection(url.toString()));
    try {
      session.run("PRAGMA trusted_schema = OFF", "PRAGMA secure_delete = ON");
      return session;
    } catch (SQLException | RuntimeException e) {
      SqliteDatabase.closeQuietly(session);
      throw e;
    }
  }

  private static void makeFile(StoreUrl.Sqlite url) {
    Path file = url.file();
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new StoreUnavailable(
          "store " + url + ": folder " + folder + " does not exist; create it");
    }
    if (Files.isDirectory(file)) {
      throw new StoreUnavailable("store " + url + ": is a folder; name a file");
    }
    try {
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        // SQLite gives its -wal and -shm files the permissions of this one.
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (IOException e) {
      throw new StoreUnavailable(
          "store "
              + url
              + ": cannot be created ("
              + e.getClass().getSimpleName()
              + "); give this user write access to "
              + folder,
          e);
    }
  }

  /**
   * Turns the write-ahead log on, which a file remembers. Two processes that open a new file at
   * once can be in each other's way here, and SQLite does not wait for this lock: so it is asked
   * again.
   */
  private static void enterWriteAheadLog(Session session) throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        session.run("PRAGMA journal_mode = WAL");
        return;
      } catch (SQLiteException e) {
        if (e.getErrorCode() != SQLiteErrorCode.SQLITE_BUSY.code || System.nanoTime() > end) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("store: interrupted while opening; try again", e);
    }
  }

  private static void prepareSchema(Session session, StoreUrl.Sqlite url) throws SQLException {
    if (isCurrent(session, url)) {
      return;
    }
    session.run("BEGIN IMMEDIATE");
    if (!isCurrent(session, url)) { // nobody was faster
      if (session.number("PRAGMA application_id") != APPLICATION_ID) {
        session.run("PRAGMA application_id = " + APPLICATION_ID);
        Schema.found(session, Dialect.SQLITE);
      }
      Schema.migrate(session, Dialect.SQLITE, url, Schema.VERSION);
    }
    session.run("COMMIT");
  }

  private static boolean isCurrent(Session session, StoreUrl.Sqlite url) throws SQLException {
    if (session.number("PRAGMA application_id") == APPLICATION_ID) {
      return Schema.version(session, url) >= Schema.VERSION;
    }
    if (session.number("SELECT count(*) FROM sqlite_schema") > 0) {
      throw new StoreUnavailable(
          "store " + url + ": is the SQLite database of another program; name another file");
    }
    return false;
  }
}
