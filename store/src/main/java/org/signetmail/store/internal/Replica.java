package org.signetmail.store.internal;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.signetmail.store.StoreUrl;

/**
 * One replica. It is asked from when it was found fresh until it fails or is found behind. Safe for
 * many threads.
 */
final class Replica implements AutoCloseable {
  private final StoreUrl.Postgresql url;
  private final HikariDataSource pool;
  private final AtomicBoolean isLookedAt = new AtomicBoolean();
  private volatile boolean isIn;

  Replica(StoreUrl.Postgresql url) {
    this.url = url;
    this.pool = PostgresqlPool.toReplica(url);
  }

  StoreUrl.Postgresql url() {
    return url;
  }

  boolean isIn() {
    return isIn;
  }

  /**
   * Reads. That it is fresh is asked on the same connection before: what is read after that is not
   * older.
   *
   * @throws SQLException when it cannot be read, or is behind; it is asked no more then
   */
  <T extends @Nullable Object> T read(Beats beats, Database.Work<T> work) throws SQLException {
    try (Session session = new Session(pool.getConnection())) {
      if (!beats.isFresh(session)) {
        throw new SQLException("replica " + url + ": is behind");
      }
      return work.run(session);
    } catch (SQLException e) {
      isIn = false;
      throw e;
    }
  }

  /** Looks, on a thread that waits, whether it may be asked again. */
  void lookAgain(Beats beats) {
    if (!isIn && isLookedAt.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> {
        try (Session session = new Session(pool.getConnection())) {
          isIn = beats.isFresh(session);
        } catch (SQLException e) {
          // still away
        } finally {
          isLookedAt.set(false);
        }
      });
    }
  }

  /** The last of our numbers that is there. */
  long seen(Beats beats) throws SQLException {
    try (Session session = new Session(pool.getConnection())) {
      return beats.seen(session);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
