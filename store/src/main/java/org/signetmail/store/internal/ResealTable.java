package org.signetmail.store.internal;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.ResealStore;
import org.signetmail.archive.SealedShare;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.MerkleTree;

/** Archived keys by the set of officers they are sealed to. Safe for many threads and nodes. */
public final class ResealTable implements ResealStore {
  private static final String FREE =
      " AND key_id NOT IN (SELECT k.key_id FROM recovery_unfinished u"
          + " JOIN recovery_key k ON k.case_id = u.case_id)";

  private final Database database;

  public ResealTable(Database database) {
    this.database = database;
  }

  @Override
  public long count(int generation) {
    return database.read(session ->
        session.number("SELECT count(*) FROM archived_key WHERE generation = ?", generation));
  }

  /** Records and shares come from one statement: another run may be writing. */
  @Override
  public List<Placed> page(int generation, long after, int most) {
    return database.read(session -> {
      Page page = new Page();
      session.query(
          "SELECT a.*, s.officer, s.share_index, s.sealed FROM ("
              + ArchiveTable.SELECT
              + " WHERE generation = ? AND log_index > ?"
              + FREE
              + " ORDER BY log_index LIMIT ?) a"
              + " LEFT JOIN archived_share s ON s.archived_key = a.log_index"
              + " ORDER BY a.log_index, s.position",
          page::add,
          generation,
          after,
          most);
      return page.end();
    });
  }

  @Override
  public List<String> casesOn(int generation) {
    return database.read(session ->
        session.query(
            "SELECT DISTINCT u.case_id FROM recovery_unfinished u"
                + " JOIN recovery_key k ON k.case_id = u.case_id"
                + " JOIN archived_key a ON a.key_id = k.key_id"
                + " WHERE a.generation = ? ORDER BY u.case_id",
            row -> row.text("case_id"),
            generation));
  }

  @Override
  public Optional<Long> reseal(int from, List<Placed> records, LogEntry entry) {
    return database.record((session, ledger) -> {
      if (!areFree(session, from, records)) {
        return Optional.empty();
      }
      long index = ledger.append(entry);
      List<@Nullable Object[]> keys = new ArrayList<>();
      List<@Nullable Object[]> places = new ArrayList<>();
      List<@Nullable Object[]> shares = new ArrayList<>();
      for (Placed one : records) {
        ArchivedKey key = one.key();
        keys.add(
            new Object[] {
              key.sealedKey(), key.receipt().encoded(), key.generation(), index, one.place()
            });
        places.add(new Object[] {one.place()});
        shares.addAll(ArchiveTable.shares(one.place(), key));
      }
      session.batch(
          "UPDATE archived_key SET sealed_key = ?, receipt = ?, generation = ?, resealed = ?"
              + " WHERE log_index = ?",
          keys);
      session.batch("DELETE FROM archived_share WHERE archived_key = ?", places);
      session.batch(ArchiveTable.INSERT_SHARE, shares);
      session.update(
          "INSERT INTO sealed_page (log_index, receipts) VALUES (?, ?)", index, receipts(records));
      return Optional.of(index);
    });
  }

  private static boolean areFree(Session session, int generation, List<Placed> records)
      throws SQLException {
    List<@Nullable Object> arguments = new ArrayList<>();
    arguments.add(generation);
    records.forEach(one -> arguments.add(one.place()));
    String places = String.join(", ", Collections.nCopies(records.size(), "?"));
    long free =
        session.number(
            "SELECT count(*) FROM archived_key WHERE generation = ? AND log_index IN ("
                + places
                + ")"
                + FREE,
            arguments.toArray());
    return free == records.size();
  }

  /** The hashes of which the leaf of the page has the root. */
  private static byte[] receipts(List<Placed> records) {
    ByteArrayOutputStream hashes = new ByteArrayOutputStream(records.size() * Hash.LENGTH);
    for (Placed one : records) {
      hashes.writeBytes(MerkleTree.leafHash(one.key().receipt().encoded()).bytes());
    }
    return hashes.toByteArray();
  }

  /** Puts records together from rows of one share each. Used by one thread. */
  private static final class Page {
    private final List<Placed> records = new ArrayList<>();
    private final List<SealedShare> shares = new ArrayList<>();
    private @Nullable Placed last;

    boolean add(Row row) throws SQLException {
      long place = row.number("log_index");
      if (last == null || last.place() != place) {
        end();
        last = new Placed(place, ArchiveTable.read(row, List.of()));
      }
      return !row.isNull("officer") && shares.add(ArchiveTable.share(row));
    }

    List<Placed> end() {
      if (last != null) {
        records.add(new Placed(last.place(), ArchiveTable.with(last.key(), shares)));
      }
      last = null;
      shares.clear();
      return records;
    }
  }
}
