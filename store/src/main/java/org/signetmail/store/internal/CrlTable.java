package org.signetmail.store.internal;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.signetmail.ca.CrlPartition;
import org.signetmail.ca.CrlStore;
import org.signetmail.pkix.KeyId;

/**
 * The current CRLs of each issuer, and the last number given. Numbers begin at 1 and fit 63 bits.
 * Safe for many threads and nodes.
 */
public final class CrlTable implements CrlStore {
  private static final String HEAD =
      "part, parts, form, number, this_update, next_update, up_to, base_number, base_at,"
          + " base_up_to";

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
  public void publish(KeyId issuer, List<Crl> crls) {
    if (crls.isEmpty()) {
      return;
    }
    database.write(session -> {
      for (Crl crl : crls) {
        publish(session, issuer, crl);
      }
      return crls.size();
    });
  }

  private static void publish(Session session, KeyId issuer, Crl crl) throws SQLException {
    CrlHead head = crl.head();
    long number = head.number().longValueExact();
    session.update(
        "INSERT INTO crl_number (issuer, number) VALUES (?, ?)"
            + " ON CONFLICT (issuer) DO UPDATE SET number = excluded.number"
            + " WHERE excluded.number > crl_number.number",
        issuer,
        number);
    session.update(
        "INSERT INTO revocation_list (issuer, "
            + HEAD
            + ", der) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (issuer, parts, part, form) DO UPDATE SET number = excluded.number,"
            + " this_update = excluded.this_update, next_update = excluded.next_update,"
            + " up_to = excluded.up_to, base_number = excluded.base_number,"
            + " base_at = excluded.base_at, base_up_to = excluded.base_up_to, der = excluded.der"
            + " WHERE excluded.number > revocation_list.number",
        issuer,
        head.key().partition().index(),
        head.key().partition().of(),
        head.key().form().name(),
        number,
        head.thisUpdate(),
        head.nextUpdate(),
        head.upTo(),
        head.base().number().longValueExact(),
        head.base().at(),
        head.base().upTo(),
        crl.encoded());
  }

  @Override
  public Optional<Crl> current(KeyId issuer, CrlKey key) {
    return database.read(session ->
        session.first(
            "SELECT "
                + HEAD
                + ", der FROM revocation_list"
                + " WHERE issuer = ? AND parts = ? AND part = ? AND form = ?",
            row -> new Crl(head(row), row.octets("der")),
            issuer,
            key.partition().of(),
            key.partition().index(),
            key.form().name()));
  }

  @Override
  public List<CrlHead> heads(KeyId issuer) {
    return database.read(session ->
        session.query(
            "SELECT " + HEAD + " FROM revocation_list WHERE issuer = ?", CrlTable::head, issuer));
  }

  private static CrlHead head(Row row) throws SQLException {
    CrlPartition partition = new CrlPartition((int) row.number("part"), (int) row.number("parts"));
    return new CrlHead(
        new CrlKey(partition, Form.valueOf(row.text("form"))),
        BigInteger.valueOf(row.number("number")),
        row.time("this_update"),
        row.time("next_update"),
        row.number("up_to"),
        new Base(
            BigInteger.valueOf(row.number("base_number")),
            row.time("base_at"),
            row.number("base_up_to")));
  }
}
