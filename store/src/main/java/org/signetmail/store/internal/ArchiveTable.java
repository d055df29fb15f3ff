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

  private static ArchivedKey read(Session session, Row row) throws SQLException {
    return read(
        row,
        session.query(
            "SELECT officer, share_index, sealed FROM archived_share"
                + " WHERE archived_key = ? ORDER BY position",
            ArchiveTable::share,
            row.number("log_index")));
  }

  static ArchivedKey with(ArchivedKey key, List<SealedShare> shares) {
    return new ArchivedKey(
        key.keyId(),
        key.owner(),
        key.subjectPublicKeyInfo(),
        key.sealedKey(),
        List.copyOf(shares),
        key.receipt(),
        key.generation());
  }

  static SealedShare share(Row row) throws SQLException {
    return new SealedShare(
        row.keyId("officer"), (int) row.number("share_index"), row.octets("sealed"));
  }

  static ArchivedKey read(Row row, List<SealedShare> shares) throws SQLException {
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
