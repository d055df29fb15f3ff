package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.archive.ArchiveStore;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.RetiredSet;
import org.signetmail.archive.SealedShare;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/**
 * Archived keys, with a row for each share. A key that is here can never get a certificate that
 * signs, nor can a key that has one come here. Safe for many threads and nodes.
 */
public final class ArchiveTable implements ArchiveStore {
  static final String SELECT =
      "SELECT log_index, key_id, owner, spki, sealed_key, receipt, generation FROM archived_key";

  static final String INSERT_SHARE =
      "INSERT INTO archived_share (archived_key, position, officer, share_index, sealed)"
          + " VALUES (?, ?, ?, ?, ?)";

  private final Database database;

  public ArchiveTable(Database database) {
    this.database = database;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when a certificate says that the key signs
   */
  @Override
  public Optional<Long> keep(ArchivedKey key, LogEntry entry) {
    return database.record((session, ledger) -> keep(session, ledger, key, entry));
  }

  private static Optional<Long> keep(
      Session session, Ledger ledger, ArchivedKey key, LogEntry entry) throws SQLException {
    if (session
        .first("SELECT 1 FROM archived_key WHERE key_id = ?", row -> true, key.keyId())
        .isPresent()) {
      return Optional.empty();
    }
    if (KeyUse.ENCRYPTION.claim(session, key.keyId()) != KeyUse.ENCRYPTION) {
      throw new IllegalArgumentException(
          "key "
              + key.keyId()
              + ": has a certificate that signs, so it is never archived;"
              + " make a key for encryption");
    }
    long index = ledger.append(entry);
    int kept =
        session.update(
            "INSERT INTO archived_key"
                + " (log_index, key_id, owner_key, owner, spki, sealed_key, receipt, generation)"
                + " SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS"
                + " (SELECT 1 FROM officer_set WHERE generation = ? AND retired IS NOT NULL)",
            index,
            key.keyId(),
            key.owner().key(),
            key.owner().toString(),
            key.subjectPublicKeyInfo(),
            key.sealedKey(),
            key.receipt().encoded(),
            key.generation(),
            key.generation());
    if (kept == 0) {
      throw new RetiredSet(key.generation());
    }
    session.batch(INSERT_SHARE, shares(index, key));
    return Optional.of(index);
  }

  /** The arguments of {@link #INSERT_SHARE}. */
  static List<@Nullable Object[]> shares(long place, ArchivedKey key) {
    List<@Nullable Object[]> shares = new ArrayList<>();
    for (SealedShare share : key.shares()) {
      shares.add(
          new Object[] {place, shares.size(), share.officer(), share.index(), share.sealed()});
    }
    return shares;
  }

  @Override
  public Optional<ArchivedKey> find(KeyId key) {
    return database.read(
        session -> session.first(SELECT + " WHERE key_id = ?", row -> read(session, row), key));
  }

  @Override
  public List<ArchivedKey> ofOwner(Mailbox owner) {
    return database.read(session ->
        session.query(
            SELECT + " WHERE owner_key = ? ORDER BY log_index",
            row -> read(session, row),
            owner.key()));
  }

  @Override
  public long count() {
    return database.read(session -> session.number("SELECT count(*) FROM archived_key"));
  }

  static ArchivedKey read(Session session, Row row) throws SQLException {
    List<SealedShare> shares =
        session.query(
            "SELECT officer, share_index, sealed FROM archived_share"
                + " WHERE archived_key = ? ORDER BY position",
            share ->
                new SealedShare(
                    share.keyId("officer"),
                    (int) share.number("share_index"),
                    share.octets("sealed")),
            row.number("log_index"));
    return new ArchivedKey(
        row.keyId("key_id"),
        row.mailbox("owner"),
        row.octets("spki"),
        row.octets("sealed_key"),
        shares,
        CertificateTable.receipt(row.octets("receipt")),
        (int) row.number("generation"));
  }
}
