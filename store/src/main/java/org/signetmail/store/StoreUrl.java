package org.signetmail.store;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Where the store is: a SQLite file or a PostgreSQL database, written as a JDBC URL.
 *
 * <ul>
 *   <li>{@code jdbc:sqlite:/var/lib/signet/store.db}
 *   <li>{@code jdbc:postgresql://db.example.test:5432/signet?sslmode=verify-full}
 * </ul>
 *
 * <p>User and password of PostgreSQL may stand in the URL as {@code user=} and {@code password=},
 * better in {@link Postgresql#withCredentials}; pgjdbc reads {@code ~/.pgpass} too. {@link
 * Object#toString} shows none of them.
 */
public sealed interface StoreUrl {

  /** What stands in front of the path of a SQLite file. */
  String SQLITE = "jdbc:sqlite:";

  /** What a PostgreSQL URL begins with. */
  String POSTGRESQL = "jdbc:postgresql:";

  /** The parameter that names a schema. */
  String SCHEMA = "currentSchema=";

  /** One file on this machine. */
  record Sqlite(Path file) implements StoreUrl {
    public Sqlite {
      file = file.toAbsolutePath().normalize();
    }

    @Override
    public String toString() {
      return SQLITE + file;
    }
  }

  /**
   * A database on a server.
   *
   * @param url as pgjdbc reads it, without user and password
   */
  record Postgresql(String url, Optional<String> user, Optional<String> password)
      implements StoreUrl {

    /** This URL, as this user. */
    public Postgresql withCredentials(String newUser, String newPassword) {
      return new Postgresql(url, Optional.of(newUser), Optional.of(newPassword));
    }

    /** This URL, with the tables in another schema of the same database. */
    public Postgresql inSchema(String name) {
      String others = url.replaceAll("([?&])currentSchema=[^&]*&?", "$1").replaceAll("[?&]$", "");
      String joint = others.contains("?") ? "&" : "?";
      return new Postgresql(others + joint + SCHEMA + name, user, password);
    }

    /** This URL, with another database of the same server. */
    public Postgresql inDatabase(String name) {
      int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
      int from = url.lastIndexOf('/', end - 1);
      String server = from < 0 ? POSTGRESQL : url.substring(0, from + 1);
      String escaped = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
      return new Postgresql(server + escaped + url.substring(end), user, password);
    }

    /** The schema that the tables are in, where the URL names one. */
    public Optional<String> schema() {
      int at = url.indexOf(SCHEMA);
      return at < 0
          ? Optional.empty()
          : Optional.of(url.substring(at + SCHEMA.length()).split("&")[0]);
    }

    /** The URL without its parameters: some of them are secret. */
    @Override
    public String toString() {
      int parameters = url.indexOf('?');
      return parameters < 0 ? url : url.substring(0, parameters);
    }
  }

  /**
   * Reads a JDBC URL.
   *
   * @throws IllegalArgumentException with one clear line when it is neither of the two
   */
  static StoreUrl of(String url) {
    if (url.startsWith(POSTGRESQL)) {
      requirePlainAuthority(url);
      return postgresql(url);
    }
    if (!url.startsWith(SQLITE)) {
      throw new IllegalArgumentException(
          "store URL: must begin with "
              + SQLITE
              + " or "
              + POSTGRESQL
              + "; write "
              + SQLITE
              + "FILE or "
              + POSTGRESQL
              + "//HOST/DATABASE");
    }
    String path = url.substring(SQLITE.length());
    if (path.isEmpty() || path.startsWith(":") || path.startsWith("file:") || path.contains("?")) {
      throw new IllegalArgumentException(
          "store URL " + url + ": must name a file; write " + SQLITE + "FILE without parameters");
    }
    try {
      return sqlite(Path.of(path));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("store URL " + url + ": " + e.getReason(), e);
    }
  }

  /** The store in this file. */
  static Sqlite sqlite(Path file) {
    return new Sqlite(file);
  }

  private static Postgresql postgresql(String url) {
    int question = url.indexOf('?');
    if (question < 0) {
      return new Postgresql(url, Optional.empty(), Optional.empty());
    }
    Map<String, String> secret = new HashMap<>();
    StringJoiner others = new StringJoiner("&", "?", "").setEmptyValue("");
    for (String parameter : url.substring(question + 1).split("&")) {
      String[] parts = parameter.split("=", 2);
      if (parts.length == 2 && (parts[0].equals("user") || parts[0].equals("password"))) {
        secret.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      } else {
        others.add(parameter);
      }
    }
    return new Postgresql(
        url.substring(0, question) + others,
        Optional.ofNullable(secret.get("user")),
        Optional.ofNullable(secret.get("password")));
  }

  private static void requirePlainAuthority(String url) {
    try {
      String authority = URI.create(url.substring("jdbc:".length())).getRawAuthority();
      if (authority != null && authority.contains("@")) {
        throw new IllegalArgumentException(
            "store URL: has a user before the host; write it as a parameter, ?user=NAME");
      }
    } catch (IllegalArgumentException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("store URL")) {
        throw e;
      }
      // Several hosts (host1,host2) are no URI, and pgjdbc reads them.
    }
  }
}
