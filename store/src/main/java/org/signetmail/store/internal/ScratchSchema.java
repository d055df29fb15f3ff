package org.signetmail.store.internal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.signetmail.store.StoreUrl;

/** Makes and drops a schema beside the live one. */
public final class ScratchSchema {
  private ScratchSchema() {}

  public static void create(StoreUrl.Postgresql database, String name) {
    run(database, "CREATE SCHEMA " + name);
  }

  public static void drop(StoreUrl.Postgresql database, String name) {
    run(database, "DROP SCHEMA IF EXISTS " + name + " CASCADE");
  }

  private static void run(StoreUrl.Postgresql database, String sql) {
    Properties properties = new Properties();
    database.user().ifPresent(user -> properties.setProperty("user", user));
    database.password().ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("ApplicationName", "signet");
    try (Connection connection = DriverManager.getConnection(database.url(), properties);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw Failure.of(database, e);
    }
  }
}
