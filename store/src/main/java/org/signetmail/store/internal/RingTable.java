package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.signetmail.gateway.KeyRingStore;
import org.signetmail.gateway.RingHolder;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.LogEntry;

/**
 * The gateway's sealed keys. Each takes its key for encryption over all history, so that a key that
 * signs anything known here never comes in. Safe for many threads and nodes.
 */
public final class RingTable implements KeyRingStore {
  private static final String SELECT = "SELECT holder, der, sealed, since FROM ring_key";

  private final Database database;

  public RingTable(Database database) {
    this.database = database;
  }

  @Override
  public long add(Entry entry, LogEntry log) {
    return database.record((session, ledger) -> {
      byte[] fingerprint = HexFormat.of().parseHex(entry.certificate().fingerprint());
      String holder = entry.holder().key();
      if (KeyUse.ENCRYPTION.claim(session, entry.key()) != KeyUse.ENCRYPTION) {
        throw new IllegalArgumentException(
            "key of "
                + holder
                + ": signs, by a certificate that is known here; it stays with its"
                + " owner");
      }
      if (session
          .first(
              "SELECT 1 FROM ring_key WHERE holder = ? AND fingerprint = ?",
              row -> true,
              holder,
              fingerprint)
          .isPresent()) {
        throw new IllegalArgumentException("key of " + holder + ": is in the ring already");
      }
      long index = ledger.append(log);
      session.update(
          "INSERT INTO ring_key (log_index, holder, fingerprint, key_id, der, sealed, since)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?)",
          index,
          holder,
          fingerprint,
          entry.key(),
          entry.certificate().encoded(),
          entry.sealed(),
          entry.since());
      return index;
    });
  }

  @Override
  public boolean remove(RingHolder holder, KeyId key, LogEntry log) {
    return database.record((session, ledger) -> {
      int removed =
          session.update("DELETE FROM ring_key WHERE holder = ? AND key_id = ?", holder.key(), key);
      if (removed == 0) {
        return false;
      }
      ledger.append(log);
      return true;
    });
  }

  @Override
  public List<Entry> of(RingHolder holder) {
    return database.read(session ->
        session.query(
            SELECT + " WHERE holder = ? ORDER BY log_index DESC", RingTable::entry, holder.key()));
  }

  @Override
  public List<Entry> entries() {
    return database.read(
        session -> session.query(SELECT + " ORDER BY holder, log_index DESC", RingTable::entry));
  }

  private static Entry entry(Row row) throws SQLException {
    return new Entry(
        RingHolder.ofKey(row.text("holder")),
        row.certificate("der"),
        row.octets("sealed"),
        row.time("since"));
  }
}
