package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUrlTest {

  @Test
  void readsBothKinds() {
    assertEquals(
        StoreUrl.sqlite(Path.of("/home/signet/store.db")),
        StoreUrl.of("jdbc:sqlite:/home/./signet/store.db"));
    assertEquals(
        "jdbc:sqlite:" + Path.of("store.db").toAbsolutePath(),
        StoreUrl.of("jdbc:sqlite:store.db").toString());
    assertEquals(
        "jdbc:postgresql://a,b:5433/signet",
        StoreUrl.of("jdbc:postgresql://a,b:5433/signet?password=secret&user=u").toString());
  }

  @Test
  void takesUserAndPasswordOutOfTheUrl() {
    StoreUrl.Postgresql url =
        (StoreUrl.Postgresql)
            StoreUrl.of("jdbc:postgresql://h/d?user=a%40b&sslmode=require&password=p%26+q=");
    assertEquals("jdbc:postgresql://h/d?sslmode=require", url.url());
    assertEquals(Optional.of("a@b"), url.user());
    assertEquals(Optional.of("p& q="), url.password());
    assertEquals(Optional.of("c"), url.withCredentials("c", "d").user());
  }

  @Test
  void showsNoSecret() {
    StoreUrl.Postgresql url =
        (StoreUrl.Postgresql) StoreUrl.of("jdbc:postgresql://h/d?password=s3");
    assertFalse(url.withCredentials("u", "s4").toString().contains("s4"));
    assertFalse(url.toString().contains("s3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "store.db",
        "jdbc:mysql://h/d",
        "jdbc:sqlite:",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite:file:a?mode=ro",
        "jdbc:sqlite:a.db?mode=ro",
        "jdbc:sqlite:a\0b",
        "jdbc:postgresql://user:secret@h/d"
      })
  void refusesOthersInOneLine(String url) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> StoreUrl.of(url));
    String line = String.valueOf(e.getMessage());
    assertTrue(line.startsWith("store URL"), line);
    assertFalse(line.contains("\n") || line.contains("secret"), line);
  }
}
