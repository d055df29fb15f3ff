package org.signetmail.store.internal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.signetmail.store.StoreUrl;

/** Makes and drops a schema beside the live one, or a database beside the live one. */
public final class ScratchSchema {
  private ScratchSchema() {}

  public static void create(StoreUrl.Postgresql database, String name) {
    run(database, "CREATE SCHEMA " + name);
  }

  public static void drop(StoreUrl.Postgresql database, String name) {
    run(database, "DROP SCHEMA IF EXISTS " + name + " CASCADE");
  }

  /**
   * An empty database for what {@code pg_restore} puts into a schema of the live one's name; what
   * was left of it is thrown away.
   *
   * @return its name: of the live database's, so that two systems on one server share none
   */
  public static String createDatabase(StoreUrl.Postgresql database, String name) {
    String live = run(database, "SELECT current_database()");
    String beside = live + "_" + name;
    dropDatabase(database, beside);
    run(database, "CREATE DATABASE " + quoted(beside) + " ENCODING 'UTF8' TEMPLATE template0");
    return beside;
  }

  public static void dropDatabase(StoreUrl.Postgresql database, String name) {
    run(database, "DROP DATABASE IF EXISTS " + quoted(name) + " WITH (FORCE)");
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String run(StoreUrl.Postgresql database, String sql) {
    Properties properties = new Properties();
    database.user().ifPresent(user -> properties.setProperty("user", user));
    database.password().ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("ApplicationName", "signet");
    try (Connection connection = DriverManager.getConnection(database.url(), properties);
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : "";
      }
    } catch (SQLException e) {
      throw Failure.of(database, e);
    }
  }
}
