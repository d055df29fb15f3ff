package org.signetmail.store.internal;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.KeyId;

/**
 * A connection with the statements that were prepared on it. Arguments are strings, numbers,
 * octets, and the values {@link Column} has a form for. Used by one thread at a time.
 */
public final class Session implements AutoCloseable {
  private static final int FETCH_ROWS = 500;

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Session(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** Makes a value of each row, in order. */
  <T> List<T> query(String sql, Reader<T> reader, @Nullable Object... arguments)
      throws SQLException {
    PreparedStatement statement = bound(sql, arguments);
    try (ResultSet rows = statement.executeQuery()) {
      List<T> values = new ArrayList<>();
      Row row = new Row(rows);
      while (rows.next()) {
        values.add(reader.read(row));
      }
      return values;
    }
  }

  /** Makes a value of the first row. */
  <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... arguments)
      throws SQLException {
    PreparedStatement statement = bound(sql, arguments);
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(reader.read(new Row(rows))) : Optional.empty();
    }
  }

  /** The one number that a query asks for. */
  long number(String sql, @Nullable Object... arguments) throws SQLException {
    return first(sql, row -> row.number(1), arguments)
        .orElseThrow(() -> new IllegalStateException("store: no row from " + sql));
  }

  /**
   * Changes rows.
   *
   * @return how many
   */
  int update(String sql, @Nullable Object... arguments) throws SQLException {
    return bound(sql, arguments).executeUpdate();
  }

  /** Runs one statement for each row of arguments, in one exchange with the server. */
  void batch(String sql, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    if (rows.size() == 1) {
      update(sql, rows.getFirst());
      return;
    }
    PreparedStatement statement = prepare(sql);
    for (@Nullable Object[] row : rows) {
      bind(statement, row);
      statement.addBatch();
    }
    statement.executeBatch();
  }

  /** Runs one statement that is run again and again. */
  void runPrepared(String sql) throws SQLException {
    prepare(sql).execute();
  }

  /** Runs statements as they stand. */
  void run(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Shows each row of a result that may be larger than the memory; inside a transaction. */
  void stream(String sql, Visitor visitor) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          visitor.visit(rows);
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      for (PreparedStatement statement : prepared.values()) {
        statement.close();
      }
      prepared.clear();
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object[] arguments) throws SQLException {
    PreparedStatement statement = prepare(sql);
    bind(statement, arguments);
    return statement;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] arguments)
      throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      int place = i + 1;
      switch (arguments[i]) {
        case null -> statement.setNull(place, Types.NULL);
        case String text -> statement.setString(place, text);
        case Long number -> statement.setLong(place, number);
        case Integer number -> statement.setLong(place, number);
        case byte[] octets -> statement.setBytes(place, octets);
        case KeyId key -> statement.setBytes(place, HexFormat.of().parseHex(key.hex()));
        case Instant at -> statement.setString(place, Column.text(at));
        case BigInteger serial -> statement.setBytes(place, Column.octets(serial));
        default -> throw new IllegalArgumentException("store: no column for " + arguments[i]);
      }
    }
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Row row) throws SQLException;
  }

  /** Looks at a row. */
  @FunctionalInterface
  interface Visitor {
    void visit(ResultSet row) throws SQLException;
  }
}
