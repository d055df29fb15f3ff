package org.signetmail.store.internal;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.signetmail.store.StoreUnavailable;
import org.signetmail.store.StoreUrl;

/**
 * A PostgreSQL database, shared with other nodes.
 *
 * <p>Durability: the server's; a session in which {@code synchronous_commit} is off switches it on.
 * Concurrency: acts that are logged queue up at the row {@code log_head}, across all nodes; others
 * run side by side in the pool's connections.
 */
final class PostgresqlDatabase implements Database {
  /** The advisory lock under which tables are made and changed: "Signet" in ASCII. */
  private static final long SCHEMA_LOCK = 0x5369676e6574L;

  private final StoreUrl.Postgresql url;
  private final HikariDataSource pool;
  private final Writer writer;

  private PostgresqlDatabase(StoreUrl.Postgresql url, HikariDataSource pool) {
    this.url = url;
    this.pool = pool;
    this.writer = new Writer("store-writer", new Transactions());
  }

  /** Connects, makes the tables when there are none, and brings them up to date. */
  static PostgresqlDatabase open(StoreUrl.Postgresql url) {
    HikariDataSource pool = PostgresqlPool.open(url);
    try (Session session = new Session(pool.getConnection())) {
      requireUtf8(session, url);
      prepareSchema(session, url);
      return new PostgresqlDatabase(url, pool);
    } catch (SQLException e) {
      pool.close();
      throw Failure.of(url, e);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    return patiently(() -> {
      try (Session session = new Session(pool.getConnection())) {
        return work.run(session);
      }
    });
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return patiently(() -> once(work));
  }

  @Override
  public <T extends @Nullable Object> T record(Act<T> act) {
    return writer.run(Writer.Kind.LOGGED, act);
  }

  @Override
  public <T extends @Nullable Object> T alone(Access access, Work<T> work) {
    try {
      return once(session -> {
        if (access == Access.READ) {
          session.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        }
        // Whoever takes or gives the rows may be slow, and so may what is counted or copied.
        session.connection().setNetworkTimeout(Runnable::run, 0);
        session.run("SET LOCAL idle_in_transaction_session_timeout = 0");
        return work.run(session);
      });
    } catch (SQLException e) {
      throw Failure.of(url, e);
    }
  }

  @Override
  public void close() {
    writer.close();
    pool.close();
  }

  /**
   * Tries again, once, with a fresh connection when the pool had kept one that is dead, or when two
   * transactions were in each other's way. Nothing was committed then.
   */
  private <T extends @Nullable Object> T patiently(Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (SQLTransientConnectionException e) {
      throw Failure.of(url, e); // the pool has tried for long
    } catch (SQLException e) {
      if (Failure.isLostConnection(e)) {
        pool.getHikariPoolMXBean().softEvictConnections();
      } else if (!Failure.isCollision(e)) {
        throw Failure.of(url, e);
      }
    }
    try {
      return attempt.run();
    } catch (SQLException e) {
      throw Failure.of(url, e);
    }
  }

  @FunctionalInterface
  private interface Attempt<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  private <T extends @Nullable Object> T once(Work<T> work) throws SQLException {
    Transactions transactions = new Transactions();
    Session session = transactions.begin();
    T value;
    try {
      value = work.run(session);
    } catch (SQLException | RuntimeException | Error e) {
      transactions.rollback(session);
      throw e;
    }
    try {
      transactions.commit(session);
    } catch (SQLException e) {
      throw Failure.ofCommit(url, e);
    }
    return value;
  }

  private static void requireUtf8(Session session, StoreUrl.Postgresql url) throws SQLException {
    String encoding =
        session.first("SHOW server_encoding", row -> row.text("server_encoding")).orElse("");
    if (!encoding.equals("UTF8")) {
      throw new StoreUnavailable(
          "store "
              + url
              + ": the database is in "
              + encoding
              + "; create it in UTF-8: createdb --encoding=UTF8 --template=template0 NAME");
    }
  }

  private static void prepareSchema(Session session, StoreUrl.Postgresql url) throws SQLException {
    if (version(session, url) >= Schema.VERSION) {
      return;
    }
    session.connection().setAutoCommit(false);
    session.connection().setNetworkTimeout(Runnable::run, 0); // a large table takes its time
    session.run("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
    long version = version(session, url); // somebody may have been faster
    if (version == 0) {
      Schema.found(session, Dialect.POSTGRESQL);
    }
    if (version < Schema.VERSION) {
      Schema.migrate(session, Dialect.POSTGRESQL, url, Schema.VERSION);
    }
    session.connection().commit();
    session.connection().setAutoCommit(true);
  }

  /** The version of the tables, which this program can use; 0 when there are none. */
  private static long version(Session session, StoreUrl.Postgresql url) throws SQLException {
    // Not to_regclass: after waiting for a lock it may still answer from a cache that is out of
    // date.
    if (session.number(
            "SELECT count(*) FROM pg_tables"
                + " WHERE schemaname = current_schema() AND tablename = 'signet_schema'")
        == 0) {
      return 0;
    }
    return Schema.version(session, url);
  }

  private final class Transactions implements Writer.Transactions {
    @Override
    public Object url() {
      return url;
    }

    @Override
    public Dialect dialect() {
      return Dialect.POSTGRESQL;
    }

    @Override
    public Session begin() throws SQLException {
      Connection connection = pool.getConnection();
      try {
        connection.setAutoCommit(false);
        return new Session(connection);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    }

    @Override
    public void commit(Session session) throws SQLException {
      try {
        session.connection().commit();
      } finally {
        giveBack(session);
      }
    }

    @Override
    public void rollback(Session session) {
      try {
        session.connection().rollback();
      } catch (SQLException e) {
        // A connection that is lost has nothing to undo: the server has done it.
      } finally {
        giveBack(session);
      }
    }

    @Override
    public void forgetConnections() {
      pool.getHikariPoolMXBean().softEvictConnections();
    }

    /** The pool puts back what a session has changed: autocommit. */
    private void giveBack(Session session) {
      try {
        session.close();
      } catch (SQLException e) {
        // The pool throws a broken connection away.
      }
    }
  }
}
