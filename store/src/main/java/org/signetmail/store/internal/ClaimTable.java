package org.signetmail.store.internal;

import java.time.Duration;
import java.time.Instant;
import org.signetmail.ca.Claims;

/** Tasks and who has them. Safe for many threads and nodes. */
public final class ClaimTable implements Claims {
  private final Database database;

  public ClaimTable(Database database) {
    this.database = database;
  }

  @Override
  public boolean claim(String task, String holder, Instant now, Duration lease) {
    int taken =
        database.write(session ->
            session.update(
                "INSERT INTO claim (task, holder, until) VALUES (?, ?, ?)"
                    + " ON CONFLICT (task) DO UPDATE SET holder = excluded.holder,"
                    + " until = excluded.until"
                    + " WHERE claim.holder = excluded.holder OR claim.until <= ?",
                task,
                holder,
                now.plus(lease),
                now));
    return taken == 1;
  }

  @Override
  public void release(String task, String holder) {
    database.write(
        session -> session.update("DELETE FROM claim WHERE task = ? AND holder = ?", task, holder));
  }
}
