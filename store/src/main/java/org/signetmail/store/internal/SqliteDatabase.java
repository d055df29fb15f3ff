package org.signetmail.store.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.signetmail.store.StoreUnavailable;
import org.signetmail.store.StoreUrl;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A SQLite file: one connection writes, several read.
 *
 * <p>Durability: write-ahead log, synced at every commit ({@code synchronous=FULL}). Concurrency: a
 * reader sees the last commit before it began and holds nobody up; writers of all processes take
 * turns ({@code BEGIN IMMEDIATE}), each waiting up to {@link #PATIENCE}. What is deleted is
 * overwritten ({@code secure_delete}), in the file at the latest when its log is folded in.
 */
final class SqliteDatabase implements Database {
  /** How long one process waits for another's transaction. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int MOST_READERS = 8;

  /** Marks the file as ours, in its header (bytes 68 to 71): "Sign". */
  private static final int APPLICATION_ID = 0x5369676e;

  private final StoreUrl.Sqlite url;
  private final Session writing;
  private final Writer writer;
  private final Semaphore readers = new Semaphore(MOST_READERS);
  private final Deque<Session> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  private SqliteDatabase(StoreUrl.Sqlite url, Session writing) {
    this.url = url;
    this.writing = writing;
    this.writer = new Writer("store-writer", new Transactions());
  }

  /** Opens the file, makes it when it is not there, and brings its tables up to date. */
  static SqliteDatabase open(StoreUrl.Sqlite url) {
    makeFile(url);
    try {
      Session session = connect(url);
      try {
        enterWriteAheadLog(session);
        prepareSchema(session, url);
      } catch (SQLException | RuntimeException e) {
        closeQuietly(session);
        throw e;
      }
      return new SqliteDatabase(url, session);
    } catch (SQLException e) {
      throw Failure.of(url, e);
    }
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    requireOpen();
    readers.acquireUninterruptibly();
    try {
      Session known = idle.poll();
      Session session = known != null ? known : connect(url);
      T value = inTransaction(session, "BEGIN", work);
      idle.push(session);
      return value;
    } catch (SQLException e) {
      throw Failure.of(url, e);
    } finally {
      readers.release();
    }
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return writer.run(Writer.Kind.UNLOGGED, (session, ledger) -> work.run(session));
  }

  @Override
  public <T extends @Nullable Object> T record(Act<T> act) {
    return writer.run(Writer.Kind.LOGGED, act);
  }

  @Override
  public <T extends @Nullable Object> T alone(Access access, Work<T> work) {
    requireOpen();
    try {
      Session session = connect(url);
      T value = inTransaction(session, access == Access.READ ? "BEGIN" : "BEGIN IMMEDIATE", work);
      session.close();
      return value;
    } catch (SQLException e) {
      throw Failure.of(url, e);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    writer.close();
    readers.acquireUninterruptibly(MOST_READERS);
    idle.forEach(SqliteDatabase::closeQuietly);
    idle.clear();
    readers.release(MOST_READERS);
    closeQuietly(writing);
  }

  /** Runs work and commits; when anything fails, the session is closed, which undoes it. */
  private static <T extends @Nullable Object> T inTransaction(
      Session session, String begin, Work<T> work) throws SQLException {
    try {
      session.run(begin);
      T value = work.run(session);
      session.run("COMMIT");
      return value;
    } catch (SQLException | RuntimeException | Error e) {
      closeQuietly(session);
      throw e;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("store " + url + ": is closed");
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
            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (IOException e) {
      throw new StoreUnavailable(
          "store " + url + ": cannot be created (" + e.getClass().getSimpleName()
              + "); give this user write access to " + folder,
          e);
    }
  }

  private static Session connect(StoreUrl.Sqlite url) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) PATIENCE.toMillis());
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    Session session = new Session(config.createConnection(url.toString()));
    try {
      session.run("PRAGMA trusted_schema = OFF", "PRAGMA secure_delete = ON");
      return session;
    } catch (SQLException | RuntimeException e) {
      closeQuietly(session);
      throw e;
    }
  }

  /**
   * Turns the write-ahead log on, which a file remembers. Two processes that open a new file at once
   * can be in each other's way here, and SQLite does not wait for this lock: so it is asked again.
   */
  private static void enterWriteAheadLog(Session session) throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        session.run("PRAGMA journal_mode = WAL");
        return;
      } catch (SQLiteException e) {
        if (e.getErrorCode() != SQLiteErrorCode.SQLITE_BUSY.code
            || System.nanoTime() > end) {
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
      long version = session.number(Schema.READ_VERSION);
      Schema.requireKnown(version, url);
      return version == Schema.VERSION;
    }
    if (session.number("SELECT count(*) FROM sqlite_schema") > 0) {
      throw new StoreUnavailable(
          "store " + url + ": is the SQLite database of another program; name another file");
    }
    return false;
  }

  private static void closeQuietly(Session session) {
    try {
      session.close();
    } catch (SQLException e) {
      // A connection that cannot be closed is gone; what it had begun is undone.
    }
  }

  private final class Transactions implements Writer.Transactions {
    @Override
    public Object url() {
      return url;
    }

    @Override
    public Dialect dialect() {
      return Dialect.SQLITE;
    }

    @Override
    public Session begin() throws SQLException {
      writing.run("BEGIN IMMEDIATE");
      return writing;
    }

    @Override
    public void commit(Session session) throws SQLException {
      try {
        session.run("COMMIT");
      } catch (SQLException | RuntimeException | Error e) {
        rollback(session);
        throw e;
      }
    }

    @Override
    public void rollback(Session session) {
      try {
        session.run("ROLLBACK");
      } catch (SQLException e) {
        // SQLite has rolled back by itself (disk full, I/O error): there is nothing to undo.
      }
    }

    @Override
    public void forgetConnections() {
      // There is no other end that could go away.
    }
  }
}
