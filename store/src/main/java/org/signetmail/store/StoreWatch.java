package org.signetmail.store;

/**
 * Hears of every transaction when it is asked for and when it is over, waiting included. Quick,
 * without exceptions, safe for use by many threads.
 */
@FunctionalInterface
public interface StoreWatch {
  /** Nobody listens. */
  StoreWatch NONE = kind -> () -> {};

  /** A transaction is asked for on this thread, and is over on it. */
  Ending begins(Kind kind);

  /** The end of a transaction, whatever it came to. */
  interface Ending extends AutoCloseable {
    @Override
    void close();
  }

  /** What a transaction does. */
  enum Kind {
    READ,
    WRITE,
    /** Writes, and appends to the log. */
    RECORD,
    /** Copies, counts or fills for long. */
    ALONE
  }
}
