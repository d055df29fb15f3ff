package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.testkit.PostgresServer;

/** What a person is told when a PostgreSQL store cannot be used: one line, with what to do. */
class PostgresqlFailureTest {

  @Test
  void aServerThatDoesNotAnswer() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String line = refusal("jdbc:postgresql://127.0.0.1:" + port + "/signet?user=u&password=secret");
    assertLine("the server cannot be reached", line);
  }

  @Test
  void aWrongPassword() {
    StoreUrl.Postgresql url =
        (StoreUrl.Postgresql) StoreUrl.of(PostgresServer.shared().freshDatabase());
    StoreUnavailable e =
        assertThrows(
            StoreUnavailable.class,
            () -> Store.open(url.withCredentials("signet", "secret")).close());
    assertLine("the server refuses the user or the password", String.valueOf(e.getMessage()));
  }

  @Test
  void aDatabaseThatIsNotThere() {
    assertLine("no database of that name", refusal(PostgresServer.shared().url("nowhere")));
  }

  @Test
  void aStoreThatALaterSignetHasChanged() throws SQLException {
    String url = PostgresServer.shared().freshDatabase();
    Store.open(StoreUrl.of(url)).close();
    change(url, "UPDATE signet_schema SET version = 99, usable_from = 98");
    assertLine("has schema version 99, this Signet knows up to", refusal(url));
  }

  @Test
  void aConnectionThatDiedIsReplaced() throws SQLException {
    String url = PostgresServer.shared().freshDatabase();
    try (Store store = Store.open(StoreUrl.of(url))) {
      for (int i = 0; i < 3; i++) {
        store.log().append(List.of(StoreContract.issued()));
        assertEquals(i + 1, store.log().size());
        change(
            url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      }
      store.log().append(List.of(StoreContract.issued()));
      assertEquals(4, store.log().size());
    }
  }

  private static String refusal(String url) {
    StoreUnavailable e =
        assertThrows(StoreUnavailable.class, () -> Store.open(StoreUrl.of(url)).close());
    return String.valueOf(e.getMessage());
  }

  private static void assertLine(String part, String line) {
    assertTrue(line.startsWith("store jdbc:postgresql://127.0.0.1:") && line.contains(part), line);
    assertFalse(line.contains("\n") || line.contains("secret"), line);
  }

  private static void change(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
