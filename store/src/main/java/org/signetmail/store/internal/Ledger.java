package org.signetmail.store.internal;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.signetmail.tlog.Frontier;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.MerkleTree;

/**
 * The end of the log inside one transaction. Making one takes the log's lock, until the commit or
 * the rollback; so indexes have no gaps, and an entry is there exactly when the act is.
 *
 * <p>The head row holds the roots of the complete subtrees beside the size: appending reads one
 * row, however large the tree, and cannot mix up two histories.
 */
public final class Ledger {
  private static final String HEAD = "SELECT size, peaks FROM log_head WHERE id = 1";

  private final Session session;
  private final @Nullable Frontier before;
  private final List<LogEntry> appended = new ArrayList<>();

  private Ledger(Session session, @Nullable Frontier before) {
    this.session = session;
    this.before = before;
  }

  static Ledger lock(Session session, Dialect dialect) throws SQLException {
    return new Ledger(session, read(session, dialect.locking(HEAD)));
  }

  /** What the head row says, without the lock. */
  static Frontier head(Session session) throws SQLException {
    return read(session, HEAD);
  }

  private static Frontier read(Session session, String select) throws SQLException {
    return session
        .first(select, row -> new Frontier(row.number("size"), hashes(row.octets("peaks"))))
        .orElseThrow(() -> new IllegalStateException("store: the log has no head"));
  }

  /** The ledger of a transaction that has not taken the lock: it appends nothing. */
  static Ledger none(Session session) {
    return new Ledger(session, null);
  }

  /**
   * Appends an entry; it is written with {@link #flush}.
   *
   * @return its index
   */
  long append(LogEntry entry) {
    appended.add(entry);
    return before().size() + appended.size() - 1;
  }

  /** Writes the entries, their openings and the nodes they bring. */
  void flush() throws SQLException {
    if (appended.isEmpty()) {
      return;
    }
    List<Hash> hashes = new ArrayList<>(appended.size());
    List<@Nullable Object[]> leaves = new ArrayList<>(appended.size());
    List<@Nullable Object[]> openings = new ArrayList<>();
    long index = before().size();
    for (LogEntry entry : appended) {
      byte[] leaf = entry.leaf();
      hashes.add(MerkleTree.leafHash(leaf));
      leaves.add(new Object[] {index, leaf});
      if (!entry.opening().isEmpty()) {
        openings.add(new Object[] {index, entry.openingJson()});
      }
      index++;
    }
    Frontier.Growth growth = before().append(hashes);
    List<@Nullable Object[]> nodes = new ArrayList<>(growth.nodes().size());
    growth.nodes().forEach(n -> nodes.add(new Object[] {n.level(), n.index(), n.hash().bytes()}));
    session.batch("INSERT INTO log_leaf (idx, leaf) VALUES (?, ?)", leaves);
    session.batch("INSERT INTO log_opening (idx, opening) VALUES (?, ?)", openings);
    session.batch("INSERT INTO log_node (level, idx, hash) VALUES (?, ?, ?)", nodes);
    session.update(
        "UPDATE log_head SET size = ?, peaks = ? WHERE id = 1",
        growth.after().size(),
        octets(growth.after().peaks()));
    appended.clear();
  }

  private Frontier before() {
    if (before == null) {
      throw new IllegalStateException("store: this transaction does not hold the log's lock");
    }
    return before;
  }

  private static List<Hash> hashes(byte[] octets) {
    List<Hash> hashes = new ArrayList<>();
    for (int from = 0; from < octets.length; from += Hash.LENGTH) {
      hashes.add(Hash.of(Arrays.copyOfRange(octets, from, from + Hash.LENGTH)));
    }
    return hashes;
  }

  private static byte[] octets(List<Hash> hashes) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    hashes.forEach(hash -> octets.writeBytes(hash.bytes()));
    return octets.toByteArray();
  }
}
