package org.signetmail.store.internal;

import java.math.BigInteger;
import java.util.Optional;
import org.signetmail.ca.CrlStore;
import org.signetmail.pkix.KeyId;

/**
 * The current CRL of each issuer, and the last number given. Numbers begin at 1 and fit 63 bits.
 * Safe for many threads and nodes.
 */
public final class CrlTable implements CrlStore {
  private final Database database;

  public CrlTable(Database database) {
    this.database = database;
  }

  @Override
  public BigInteger nextNumber(KeyId issuer) {
    return BigInteger.valueOf(
        database.write(session ->
            session.number(
                "INSERT INTO crl_number (issuer, number) VALUES (?, 1)"
                    + " ON CONFLICT (issuer) DO UPDATE SET number = crl_number.number + 1"
                    + " RETURNING number",
                issuer)));
  }

  @Override
  public void publish(KeyId issuer, Crl crl) {
    long number = crl.number().longValueExact();
    database.write(session -> {
      session.update(
          "INSERT INTO crl_number (issuer, number) VALUES (?, ?)"
              + " ON CONFLICT (issuer) DO UPDATE SET number = excluded.number"
              + " WHERE excluded.number > crl_number.number",
          issuer,
          number);
      return session.update(
          "INSERT INTO crl (issuer, number, this_update, next_update, der)"
              + " VALUES (?, ?, ?, ?, ?)"
              + " ON CONFLICT (issuer) DO UPDATE SET number = excluded.number,"
              + " this_update = excluded.this_update, next_update = excluded.next_update,"
              + " der = excluded.der WHERE excluded.number > crl.number",
          issuer,
          number,
          crl.thisUpdate(),
          crl.nextUpdate(),
          crl.encoded());
    });
  }

  @Override
  public Optional<Crl> current(KeyId issuer) {
    return database.read(session ->
        session.first(
            "SELECT number, this_update, next_update, der FROM crl WHERE issuer = ?",
            row ->
                new Crl(
                    BigInteger.valueOf(row.number("number")),
                    row.time("this_update"),
                    row.time("next_update"),
                    row.octets("der")),
            issuer));
  }
}
