package org.signetmail.store.internal;

import java.time.Duration;
import java.time.Instant;
import org.signetmail.enrolment.AttemptStore;

/** Counts what may be tried only so often. Safe for many threads and nodes. */
public final class AttemptTable implements AttemptStore {
  private final Database database;

  public AttemptTable(Database database) {
    this.database = database;
  }

  /** The row stays locked until the count is read, so that two at once are not the same one. */
  @Override
  public int count(String what, Instant now, Duration window) {
    long taken =
        database.write(transaction -> {
          transaction.update(
              "INSERT INTO attempt (what, until, taken) VALUES (?, ?, 1) ON CONFLICT (what) DO"
                  + " UPDATE SET"
                  + " taken = CASE WHEN attempt.until <= ? THEN 1 ELSE attempt.taken + 1 END,"
                  + " until ="
                  + " CASE WHEN attempt.until <= ? THEN excluded.until ELSE attempt.until END",
              what,
              now.plus(window),
              now,
              now);
          return transaction.number("SELECT taken FROM attempt WHERE what = ?", what);
        });
    if (taken == 1) {
      // Those that are over: one statement of its own, so that two nodes wait for no row together.
      database.write(
          transaction -> transaction.update("DELETE FROM attempt WHERE until <= ?", now));
    }
    return Math.toIntExact(taken);
  }

  @Override
  public int taken(String what, Instant now) {
    return database
        .read(transaction ->
            transaction.first(
                "SELECT taken FROM attempt WHERE what = ? AND until > ?",
                row -> Math.toIntExact(row.number("taken")),
                what,
                now))
        .orElse(0);
  }

  @Override
  public void takeBack(String what) {
    database.write(transaction ->
        transaction.update(
            "UPDATE attempt SET taken = taken - 1 WHERE what = ? AND taken > 0", what));
  }
}
