package org.signetmail.store.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.signetmail.directory.HarvestedCertificates;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Mailbox;

/** Certificates that came with signed mail. Safe for many threads and nodes. */
public final class HarvestTable implements HarvestedCertificates {
  private static final String SELECT =
      "SELECT mailbox, der, between_pem, reads, announced, heard FROM harvested_certificate";

  private final Database database;

  public HarvestTable(Database database) {
    this.database = database;
  }

  @Override
  public void keep(Harvested one) {
    byte[] fingerprint = fingerprint(one.certificate());
    String key = one.mailbox().key();
    database.write(session -> {
      Optional<Instant> before =
          session.first(
              "SELECT heard FROM harvested_certificate WHERE mailbox_key = ? AND fingerprint = ?",
              row -> row.time("heard"),
              key,
              fingerprint);
      if (before.filter(heard -> !heard.isBefore(one.heard())).isPresent()) {
        return false;
      }
      session.update(
          "INSERT INTO harvested_certificate (mailbox_key, fingerprint, mailbox, der, between_pem,"
              + " reads, announced, heard) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
              + " ON CONFLICT (mailbox_key, fingerprint) DO UPDATE SET mailbox = excluded.mailbox,"
              + " between_pem = excluded.between_pem, reads = excluded.reads,"
              + " announced = excluded.announced, heard = excluded.heard",
          key,
          fingerprint,
          one.mailbox().toString(),
          one.certificate().encoded(),
          one.between().stream().map(Certificate::pem).collect(Collectors.joining()),
          Words.line(one.reads()),
          one.announced().orElse(null),
          one.heard());
      session.update(
          "DELETE FROM harvested_certificate WHERE mailbox_key = ? AND fingerprint NOT IN"
              + " (SELECT fingerprint FROM harvested_certificate WHERE mailbox_key = ?"
              + " ORDER BY heard DESC, fingerprint LIMIT ?)",
          key,
          key,
          MOST);
      return true;
    });
  }

  @Override
  public List<Harvested> of(Mailbox mailbox) {
    return database.read(session ->
        session.query(
            SELECT + " WHERE mailbox_key = ? ORDER BY heard DESC, fingerprint",
            HarvestTable::harvested,
            mailbox.key()));
  }

  @Override
  public int forget(Instant heardBefore) {
    return database.write(session ->
        session.update("DELETE FROM harvested_certificate WHERE heard < ?", heardBefore));
  }

  @Override
  public Optional<Harvested> about(Certificate certificate) {
    return database.read(session ->
        session.first(
            SELECT + " WHERE fingerprint = ? ORDER BY heard DESC, mailbox_key",
            HarvestTable::harvested,
            (Object) fingerprint(certificate)));
  }

  private static Harvested harvested(Row row) throws SQLException {
    return new Harvested(
        row.mailbox("mailbox"),
        row.certificate("der"),
        between(row.text("between_pem")),
        Words.of(row.text("reads")),
        row.isNull("announced") ? Optional.empty() : Optional.of(row.time("announced")),
        row.time("heard"));
  }

  private static List<Certificate> between(String pem) {
    try {
      return pem.isEmpty()
          ? List.of()
          : Certificates.read(pem.getBytes(StandardCharsets.US_ASCII), "between_pem");
    } catch (IOException e) {
      throw new IllegalStateException("store: column between_pem holds no certificates", e);
    }
  }

  private static byte[] fingerprint(Certificate certificate) {
    return HexFormat.of().parseHex(certificate.fingerprint());
  }
}
