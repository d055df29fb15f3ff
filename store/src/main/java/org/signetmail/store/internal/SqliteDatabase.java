package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.signetmail.store.StoreUrl;

/**
 * A SQLite file: one connection writes, several read.
 *
 * <p>Durability: write-ahead log, synced at every commit ({@code synchronous=FULL}). Concurrency: a
 * reader sees the last commit before it began and holds nobody up; writers of all processes take
 * turns ({@code BEGIN IMMEDIATE}), each waiting up to {@link SqliteFile#PATIENCE}. What is deleted
 * is overwritten ({@code secure_delete}), in the file at the latest when its log is folded in.
 */
final class SqliteDatabase implements Database {
  private static final int MOST_READERS = 8;

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
    try {
      return new SqliteDatabase(url, SqliteFile.open(url));
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
      Session session = known != null ? known : SqliteFile.connect(url);
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
      Session session = SqliteFile.connect(url);
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
      session.runPrepared(begin);
      T value = work.run(session);
      session.runPrepared("COMMIT");
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

  static void closeQuietly(Session session) {
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
