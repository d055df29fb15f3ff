package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.signetmail.archive.FormerCertificates;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.LogEntry;

/**
 * Certificates of former times. Each takes its key for one use, as every certificate does: a key
 * that signed by one of these never comes into the archive. Safe for many threads and nodes.
 */
public final class FormerCertificateTable implements FormerCertificates {
  private final Database database;

  public FormerCertificateTable(Database database) {
    this.database = database;
  }

  @Override
  public Kept keep(Certificate certificate, LogEntry entry) {
    return database.record((session, ledger) -> keep(session, ledger, certificate, entry));
  }

  private static Kept keep(Session session, Ledger ledger, Certificate certificate, LogEntry entry)
      throws SQLException {
    byte[] fingerprint = HexFormat.of().parseHex(certificate.fingerprint());
    boolean signs = certificate.maySign() || certificate.isAuthority();
    KeyUse use = signs ? KeyUse.SIGNING : KeyUse.ENCRYPTION;
    if (use.claim(session, certificate.keyId()) != use) {
      return Kept.KEY_HAS_OTHER_USE;
    }
    if (session
        .first(
            "SELECT 1 FROM former_certificate WHERE fingerprint = ?",
            row -> true,
            (Object) fingerprint)
        .isPresent()) {
      return Kept.BEFORE;
    }
    session.update(
        "INSERT INTO former_certificate (log_index, fingerprint, key_id, key_use, der)"
            + " VALUES (?, ?, ?, ?, ?)",
        ledger.append(entry),
        fingerprint,
        certificate.keyId(),
        use.word(),
        certificate.encoded());
    return Kept.NOW;
  }

  @Override
  public List<Certificate> over(KeyId key) {
    return database.read(session ->
        session.query(
            "SELECT der FROM former_certificate WHERE key_id = ? ORDER BY log_index",
            row -> row.certificate("der"),
            key));
  }
}
