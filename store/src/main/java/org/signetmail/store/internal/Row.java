package org.signetmail.store.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * The row that a query stands on, by column name. What should be there and is not, is a damaged
 * store.
 */
final class Row {
  private final ResultSet rows;

  Row(ResultSet rows) {
    this.rows = rows;
  }

  String text(String column) throws SQLException {
    return required(column, rows.getString(column));
  }

  Optional<String> textIfAny(String column) throws SQLException {
    return Optional.ofNullable(rows.getString(column));
  }

  byte[] octets(String column) throws SQLException {
    return required(column, rows.getBytes(column));
  }

  Optional<byte[]> octetsIfAny(String column) throws SQLException {
    return Optional.ofNullable(rows.getBytes(column));
  }

  long number(String column) throws SQLException {
    return rows.getLong(column);
  }

  long number(int column) throws SQLException {
    return rows.getLong(column);
  }

  boolean isNull(String column) throws SQLException {
    return rows.getObject(column) == null;
  }

  Instant time(String column) throws SQLException {
    return Instant.parse(text(column));
  }

  BigInteger serial(String column) throws SQLException {
    return new BigInteger(1, octets(column));
  }

  KeyId keyId(String column) throws SQLException {
    return new KeyId(HexFormat.of().formatHex(octets(column)));
  }

  Mailbox mailbox(String column) throws SQLException {
    return Mailbox.of(text(column));
  }

  Certificate certificate(String column) throws SQLException {
    try {
      return Certificate.of(octets(column));
    } catch (IOException e) {
      throw new IllegalStateException("store: column " + column + " holds no certificate", e);
    }
  }

  private static <T> T required(String column, T value) {
    if (value == null) {
      throw new IllegalStateException("store: column " + column + " is empty");
    }
    return value;
  }
}
