package org.signetmail.store.internal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.SQLException;
import java.time.Duration;
import org.signetmail.store.StoreUnavailable;
import org.signetmail.store.StoreUrl;

/** Connections to a PostgreSQL server, and how long anybody waits for one and on one. */
final class PostgresqlPool {
  /** For a lock. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For a connection: whoever is waited for has mail waiting in turn. */
  private static final Duration CONNECTED = Duration.ofSeconds(10);

  /**
   * Longer than anybody waits for a lock. Who hears nothing for so long is cut off: TCP alone would
   * wait for a quarter of an hour, and mail with it.
   */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** A replica is not worth waiting for: the store itself can be asked. */
  private static final Duration REPLICA_CONNECTED = Duration.ofSeconds(1);

  private static final Duration REPLICA_SILENCE = Duration.ofSeconds(3);

  private static final int MOST_CONNECTIONS = 10;

  private static final String SESSION =
      "SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
          + " WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false),"
          + " set_config('default_transaction_isolation', 'read committed', false),"
          + " set_config('lock_timeout', '"
          + PATIENCE.toMillis()
          + "', false),"
          + " set_config('idle_in_transaction_session_timeout', '60000', false)";

  private PostgresqlPool() {}

  /**
   * To the store's server.
   *
   * @throws StoreUnavailable when it does not answer
   */
  static HikariDataSource open(StoreUrl.Postgresql url) {
    HikariConfig config = config(url, CONNECTED, SILENCE);
    config.setPoolName("store");
    config.setMinimumIdle(1);
    config.addDataSourceProperty("connectTimeout", "5");
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw e.getCause() instanceof SQLException cause
          ? Failure.of(url, cause)
          : new StoreUnavailable("store " + url + ": cannot be opened: " + e.getMessage(), e);
    }
  }

  /** To a replica, which may be away; it is connected to when it is asked. */
  static HikariDataSource toReplica(StoreUrl.Postgresql url) {
    HikariConfig config = config(url, REPLICA_CONNECTED, REPLICA_SILENCE);
    config.setPoolName("replica");
    config.setMinimumIdle(0);
    config.setReadOnly(true);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("connectTimeout", "1");
    return new HikariDataSource(config);
  }

  private static HikariConfig config(
      StoreUrl.Postgresql url, Duration connected, Duration silence) {
    HikariConfig config = new HikariConfig();
    config.setDriverClassName("org.postgresql.Driver");
    config.setJdbcUrl(url.url());
    url.user().ifPresent(config::setUsername);
    url.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    config.setConnectionTimeout(connected.toMillis());
    config.setConnectionInitSql(SESSION);
    config.addDataSourceProperty("ApplicationName", "signet");
    config.addDataSourceProperty("socketTimeout", Long.toString(silence.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    return config;
  }
}
