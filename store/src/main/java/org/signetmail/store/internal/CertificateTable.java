package org.signetmail.store.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.ca.CertificateQuery;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.StatusChange;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.tlog.LogEntry;

/**
 * Certificates and their revocations. A certificate's place in the log is its primary key, so that
 * newest first is the order of issue across all nodes. Safe for many threads and nodes.
 */
public final class CertificateTable implements CertificateStore {
  static final String SELECT =
      "SELECT c.log_index, c.issuer, c.serial, c.kind, c.owner, c.der, c.receipt, r.at, r.reason"
          + " FROM certificate c"
          + " LEFT JOIN revocation r ON r.issuer = c.issuer AND r.serial = c.serial";

  private final Database database;

  public CertificateTable(Database database) {
    this.database = database;
  }

  @Override
  public Kept keep(CertificateRecord record, LogEntry entry) {
    requireStorable(record);
    return database.record((session, ledger) -> keep(session, ledger, record, entry));
  }

  private static Kept keep(Session session, Ledger ledger, CertificateRecord record, LogEntry entry)
      throws SQLException {
    Certificate certificate = record.certificate();
    KeyId key = certificate.keyId();
    KeyUse use = KeyUse.of(record.kind());
    if (session
        .first(
            "SELECT 1 FROM certificate WHERE issuer = ? AND serial = ?",
            row -> true,
            record.issuer(),
            certificate.serial())
        .isPresent()) {
      return new Kept.SerialTaken();
    }
    if (use.claim(session, key) != use) {
      return new Kept.KeyHasOtherUse(withOtherUse(session, key, use));
    }
    Optional<CertificateRecord> other = ofOtherHolder(session, key, record);
    if (other.isPresent()) {
      return new Kept.KeyHasOtherHolder(other.get());
    }
    long index = ledger.append(entry);
    @Nullable Object[] search = SearchRows.columns(certificate);
    session.update(
        "INSERT INTO certificate (log_index, issuer, serial, key_id, key_use, kind, owner_key,"
            + " owner, der, receipt, name, cert_hash, serial_hash, subject_hash, key_hash,"
            + " not_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        index,
        record.issuer(),
        certificate.serial(),
        key,
        use.word(),
        record.kind().name(),
        record.owner().map(Mailbox::key).orElse(null),
        record.owner().map(Mailbox::toString).orElse(null),
        certificate.encoded(),
        record.receipt().map(ArchiveReceipt::encoded).orElse(null),
        search[0],
        search[1],
        search[2],
        search[3],
        search[4],
        certificate.notAfter());
    List<@Nullable Object[]> mailboxes = new ArrayList<>();
    certificate.mailboxes().stream()
        .map(Mailbox::key)
        .distinct()
        .forEach(mailbox -> mailboxes.add(new Object[] {mailbox, index}));
    session.batch(
        "INSERT INTO certificate_mailbox (mailbox_key, certificate) VALUES (?, ?)", mailboxes);
    if (record.kind() == CertificateProfile.Kind.PERSON_ENCRYPTION) {
      WordTable.add(session, certificate);
    }
    return new Kept.Done(index);
  }

  /** The key's row is ours since its use was claimed, so nobody else adds a certificate now. */
  private static Optional<CertificateRecord> ofOtherHolder(
      Session session, KeyId key, CertificateRecord record) throws SQLException {
    return session.first(
        SELECT
            + " WHERE c.key_id = ? AND COALESCE(c.owner_key, '') <> ? ORDER BY c.log_index LIMIT 1",
        CertificateTable::read,
        key,
        record.owner().map(Mailbox::key).orElse(""));
  }

  private static CertificateRecord withOtherUse(Session session, KeyId key, KeyUse use)
      throws SQLException {
    return session
        .first(
            SELECT + " WHERE c.key_id = ? AND c.key_use <> ? ORDER BY c.log_index LIMIT 1",
            CertificateTable::read,
            key,
            use.word())
        .orElseThrow(() ->
            new IllegalArgumentException(
                "key " + key + ": is in the archive, so it can never sign; make a new key"));
  }

  @Override
  public Optional<CertificateRecord> find(KeyId issuer, BigInteger serial) {
    if (!Column.isSerial(serial)) {
      return Optional.empty(); // somebody asks for what nobody can have issued
    }
    return database.read(session ->
        session.first(
            SELECT + " WHERE c.issuer = ? AND c.serial = ?",
            CertificateTable::read,
            issuer,
            serial));
  }

  @Override
  public List<CertificateRecord> ofOwner(Mailbox owner) {
    return database.read(session ->
        session.query(
            SELECT + " WHERE c.owner_key = ? ORDER BY c.log_index DESC",
            CertificateTable::read,
            owner.key()));
  }

  @Override
  public List<Listed> page(long before, int limit) {
    return database.read(session ->
        session.query(
            SELECT + " WHERE c.log_index < ? ORDER BY c.log_index DESC LIMIT ?",
            CertificateTable::listed,
            before,
            limit));
  }

  @Override
  public List<Listed> ofSerial(BigInteger serial) {
    if (!Column.isSerial(serial)) {
      return List.of();
    }
    return database.read(session ->
        session.query(
            SELECT + " WHERE c.serial = ? ORDER BY c.log_index DESC",
            CertificateTable::listed,
            serial));
  }

  @Override
  public List<CertificateRecord> ofKey(KeyId key) {
    return database.read(session ->
        session.query(
            SELECT + " WHERE c.key_id = ? ORDER BY c.log_index DESC", CertificateTable::read, key));
  }

  @Override
  public Optional<Standing> standing(KeyId issuer, BigInteger serial) {
    return Column.isSerial(serial)
        ? database.read(session -> StatusRows.standing(session, issuer, serial))
        : Optional.empty();
  }

  @Override
  public List<CertificateRecord> search(CertificateQuery query, int most) {
    return database.read(session ->
        session.query(
            SELECT + " WHERE " + SearchRows.condition(query) + " ORDER BY c.log_index DESC LIMIT ?",
            CertificateTable::read,
            SearchRows.argument(query),
            most));
  }

  @Override
  public List<BigInteger> newestSerials(KeyId issuer, int most) {
    return database.read(session ->
        session.query(
            "SELECT serial FROM certificate WHERE issuer = ? ORDER BY log_index DESC LIMIT ?",
            row -> row.serial("serial"),
            issuer,
            most));
  }

  @Override
  public Revoked revoke(KeyId issuer, Revocation revocation, LogEntry entry) {
    return Column.isSerial(revocation.serial())
        ? database.record(
            (session, ledger) -> StatusRows.revoke(session, ledger, issuer, revocation, entry))
        : new Revoked.Unknown();
  }

  @Override
  public Released release(KeyId issuer, BigInteger serial, Instant at, LogEntry entry) {
    return Column.isSerial(serial)
        ? database.record(
            (session, ledger) -> StatusRows.release(session, ledger, issuer, serial, at, entry))
        : new Released.Unknown();
  }

  @Override
  public long lastChange(KeyId issuer) {
    return database.read(session -> StatusRows.lastChange(session, issuer));
  }

  @Override
  public List<StatusChange> changes(KeyId issuer, long after) {
    return database.read(session -> StatusRows.changes(session, issuer, after));
  }

  @Override
  public StatusMoment moment(KeyId issuer, long changedAfter) {
    return database.alone(
        Database.Access.READ,
        session ->
            new StatusMoment(
                StatusRows.lastChange(session, issuer),
                StatusRows.revoked(session, issuer),
                StatusRows.changes(session, issuer, changedAfter)));
  }

  private static void requireStorable(CertificateRecord record) {
    if (record.revocation().isPresent()) {
      throw new IllegalArgumentException(
          "certificate record: is revoked before it is kept; keep it, then revoke it");
    }
    boolean receiptDue = record.kind() == CertificateProfile.Kind.PERSON_ENCRYPTION;
    if (receiptDue && record.receipt().isEmpty()) {
      throw new IllegalArgumentException(
          "certificate record: an encryption certificate without the archive's receipt;"
              + " archive the key first");
    }
  }

  private static CertificateRecord read(Row row) throws SQLException {
    Optional<Revocation> revocation =
        row.isNull("reason") ? Optional.empty() : Optional.of(StatusRows.revocation(row));
    Optional<byte[]> receipt = row.octetsIfAny("receipt");
    return new CertificateRecord(
        row.certificate("der"),
        row.keyId("issuer"),
        CertificateProfile.Kind.valueOf(row.text("kind")),
        row.textIfAny("owner").map(Mailbox::of),
        receipt.map(CertificateTable::receipt),
        revocation);
  }

  static Listed listed(Row row) throws SQLException {
    return new Listed(row.number("log_index"), read(row));
  }

  static ArchiveReceipt receipt(byte[] encoded) {
    try {
      return ArchiveReceipt.of(encoded);
    } catch (IOException e) {
      throw new IllegalStateException("store: a receipt cannot be read", e);
    }
  }
}
