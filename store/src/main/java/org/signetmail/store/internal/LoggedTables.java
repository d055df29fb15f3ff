package org.signetmail.store.internal;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.signetmail.backup.TableDigest;
import org.signetmail.pkix.Revocation;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.Frontier;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.LogFormatException;
import org.signetmail.tlog.MerkleTree;

/**
 * The rows that acts in the log left, each in the words that its leaf has for it ({@link
 * TableDigest}). They are taken from what counts in a row, not from what is written beside it: a
 * certificate's hash from its DER, a receipt's from its octets.
 */
final class LoggedTables {
  private static final HexFormat HEX = HexFormat.of();
  private static final String NONE = "-";

  /** What no leaf says. */
  private static final String FALSE = "false";

  private final Session session;
  private final Dialect dialect;
  private final SortedMap<String, String> digests = new TreeMap<>();

  private LoggedTables(Session session, Dialect dialect) {
    this.session = session;
    this.dialect = dialect;
  }

  /** The digest of each table, inside a transaction. */
  static SortedMap<String, String> digests(Session session, Dialect dialect) throws SQLException {
    LoggedTables tables = new LoggedTables(session, dialect);
    tables.all();
    tables.digests.putAll(OpenedLeaves.digests(session));
    return tables.digests;
  }

  private void all() throws SQLException {
    table(
        "certificate",
        "SELECT log_index, issuer, serial, " + sha256("der") + " FROM certificate",
        row -> words(hex(row, 2), serial(row, 3), hash(row, 4)));
    table(
        "former_certificate",
        "SELECT log_index, key_id, " + sha256("der") + " FROM former_certificate",
        row -> words(hex(row, 2), hash(row, 3)));
    table(
        "status_change",
        "SELECT log_index, issuer, serial, reason, at FROM status_change",
        row -> words(hex(row, 2), serial(row, 3), reason(row.getInt(4)), second(row.getString(5))));
    table(
        "revocation",
        "SELECT log_index, issuer, serial, reason FROM revocation",
        row -> words(hex(row, 2), serial(row, 3), reason(row.getInt(4))));
    archivedKeys();
    table(
        "destroyed_key", "SELECT log_index, key_id FROM destroyed_key", row -> words(hex(row, 2)));
    table(
        "recovery_officer",
        "SELECT log_index, "
            + sha256("encryption")
            + ", "
            + sha256("kem")
            + ", "
            + sha256("signing")
            + " FROM recovery_officer",
        row -> words(hash(row, 2), hash(row, 3), hash(row, 4)));
    table("recovery_case", "SELECT log_index, id FROM recovery_case", row -> words(text(row, 2)));
    table(
        "recovery_step",
        "SELECT log_index, case_id, kind FROM recovery_step",
        row -> words(text(row, 2), text(row, 3)));
    partners();
    table("backup", "SELECT log_index, id FROM backup", row -> words(text(row, 2)));
    table(
        "drill",
        "SELECT log_index, backup, result, report FROM drill",
        row -> words(text(row, 2), text(row, 3), text(row, 4)));
  }

  /** The words of one row. */
  @FunctionalInterface
  private interface Words {
    String[] of(ResultSet row) throws SQLException;
  }

  private void table(String name, String select, Words words) throws SQLException {
    TableDigest digest = new TableDigest();
    session.stream(
        select + " ORDER BY log_index", row -> digest.add(row.getLong(1), words.of(row)));
    digests.put(name, digest.hex());
  }

  /**
   * Records, those that were destroyed as well. One that was sealed again has another receipt than
   * its first leaf says; the leaf of its page has the root of the receipts in it.
   */
  private void archivedKeys() throws SQLException {
    Set<Long> falsePages = falsePages();
    TableDigest digest = new TableDigest();
    session.stream(
        "SELECT a.log_index, a.key_id, "
            + sha256("a.receipt")
            + ", a.resealed, l.leaf FROM archived_key a"
            + " LEFT JOIN log_leaf l ON l.idx = a.log_index AND a.resealed IS NOT NULL"
            + " UNION ALL SELECT d.archived, d.key_id, NULL, -1, l.leaf FROM destroyed_key d"
            + " JOIN log_leaf l ON l.idx = d.archived ORDER BY 1",
        row -> {
          byte[] first = row.getBytes(5);
          String receipt =
              first == null
                  ? hash(row, 3)
                  : falsePages.contains(row.getLong(4)) ? FALSE : field(first, "receipt");
          digest.add(row.getLong(1), hex(row, 2), receipt);
        });
    digests.put("archived_key", digest.hex());
  }

  /** The pages of records sealed again that are not, receipt by receipt, what their leaf says. */
  private Set<Long> falsePages() throws SQLException {
    Pages pages = new Pages();
    session.stream(
        "SELECT resealed, receipt FROM archived_key WHERE resealed IS NOT NULL"
            + " ORDER BY resealed, log_index",
        row -> pages.add(row.getLong(1), row.getBytes(2)));
    pages.end();
    return pages.wrong;
  }

  /** Goes through records in the order of the pages they were sealed again in. */
  private final class Pages {
    private final Set<Long> wrong = new HashSet<>();
    private final List<Hash> receipts = new ArrayList<>();
    private long page = -1;

    void add(long of, byte[] receipt) throws SQLException {
      if (of != page) {
        end();
        page = of;
      }
      receipts.add(MerkleTree.leafHash(receipt));
    }

    void end() throws SQLException {
      if (!receipts.isEmpty() && !isTrue()) {
        wrong.add(page);
      }
      receipts.clear();
    }

    /**
     * The root is over all receipts of the page; where some of its records went on to another, over
     * those that were kept beside it.
     */
    private boolean isTrue() throws SQLException {
      byte[] leaf =
          session
              .first("SELECT leaf FROM log_leaf WHERE idx = ?", row -> row.octets("leaf"), page)
              .orElse(new byte[0]);
      try {
        LogEntry entry = LogEntry.parse(leaf);
        long records = Long.parseLong(entry.fields().getOrDefault("records", "0"));
        List<Hash> whole = receipts.size() == records ? receipts : kept();
        return entry.type() == EntryType.ARCHIVE_RESEALED
            && Frontier.empty()
                .append(whole)
                .after()
                .root()
                .toString()
                .equals(entry.fields().get("receipts"))
            && Set.copyOf(whole).containsAll(receipts);
      } catch (LogFormatException | NumberFormatException e) {
        return false;
      }
    }

    private List<Hash> kept() throws SQLException {
      byte[] octets =
          session
              .first(
                  "SELECT receipts FROM sealed_page WHERE log_index = ?",
                  row -> row.octets("receipts"),
                  page)
              .orElse(new byte[0]);
      List<Hash> hashes = new ArrayList<>();
      for (int from = 0; from + Hash.LENGTH <= octets.length; from += Hash.LENGTH) {
        hashes.add(Hash.of(Arrays.copyOfRange(octets, from, from + Hash.LENGTH)));
      }
      return hashes;
    }
  }

  private void partners() throws SQLException {
    Map<String, List<String>> roots = new TreeMap<>();
    session.stream(
        "SELECT partner, " + sha256("der") + " FROM partner_root ORDER BY partner, position",
        row -> roots.computeIfAbsent(row.getString(1), p -> new ArrayList<>()).add(hash(row, 2)));
    table(
        "partner",
        "SELECT log_index, name, domains FROM partner",
        row ->
            words(
                text(row, 2),
                text(row, 3),
                String.join(" ", roots.getOrDefault(row.getString(2), List.of()))));
  }

  /** PostgreSQL hashes beside its rows; SQLite is in this process anyway. */
  private String sha256(String column) {
    return switch (dialect) {
      case POSTGRESQL -> "sha256(" + column + ")";
      case SQLITE -> column;
    };
  }

  private String hash(ResultSet row, int column) throws SQLException {
    byte @Nullable [] octets = row.getBytes(column);
    if (octets == null) {
      return NONE;
    }
    return switch (dialect) {
      case POSTGRESQL -> HEX.formatHex(octets);
      case SQLITE -> {
        MessageDigest sha256 = SnapshotReader.sha256();
        yield HEX.formatHex(sha256.digest(octets));
      }
    };
  }

  private static String[] words(String... words) {
    return words;
  }

  private static String field(byte[] leaf, String name) {
    try {
      return LogEntry.parse(leaf).fields().getOrDefault(name, NONE);
    } catch (LogFormatException e) {
      return FALSE;
    }
  }

  private static String hex(ResultSet row, int column) throws SQLException {
    byte @Nullable [] octets = row.getBytes(column);
    return octets == null ? NONE : HEX.formatHex(octets);
  }

  private static String serial(ResultSet row, int column) throws SQLException {
    return new java.math.BigInteger(1, row.getBytes(column)).toString(16);
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? NONE : text;
  }

  private static String second(String at) {
    return Instant.parse(at).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String reason(int code) {
    return Arrays.stream(Revocation.Reason.values())
        .filter(reason -> reason.code() == code)
        .map(reason -> reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .findFirst()
        .orElse(FALSE);
  }
}
