package org.signetmail.store.internal;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.signetmail.store.StoreUnavailable;

/**
 * Transactions on one store. Safe for many threads, also while other processes use the same store.
 *
 * <p>Every method throws {@link StoreUnavailable} when the database cannot do it, and the work's
 * own unchecked exceptions. Work may be run twice, so it changes nothing but the database.
 */
public interface Database extends AutoCloseable {

  /** Reads of one moment. */
  <T extends @Nullable Object> T read(Work<T> work);

  /** A transaction that the log does not record; durable on return. */
  <T extends @Nullable Object> T write(Work<T> work);

  /**
   * A transaction that appends to the log. From its first read on it holds the log's lock, so that
   * such transactions happen one after the other across all nodes: what they check stays true until
   * they commit. Durable on return.
   */
  <T extends @Nullable Object> T record(Act<T> act);

  /**
   * One transaction of any length on a connection of its own, with nobody else's work in it: for
   * snapshots.
   *
   * @param access whether it only reads one moment, or writes
   */
  <T extends @Nullable Object> T alone(Access access, Work<T> work);

  Dialect dialect();

  @Override
  void close();

  /** What a transaction of its own may do. */
  enum Access {
    READ,
    WRITE
  }

  /** What is done inside a transaction. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T run(Session session) throws SQLException;
  }

  /** What is done inside a transaction that appends to the log. */
  @FunctionalInterface
  interface Act<T extends @Nullable Object> {
    T run(Session session, Ledger ledger) throws SQLException;
  }
}
