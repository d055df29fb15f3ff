package org.signetmail.store.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.signetmail.backup.TableDigest;
import org.signetmail.enrolment.PersonLeaf;
import org.signetmail.gateway.SubmissionPassword;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.Commitment;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LeafOctets;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.LogFormatException;

/**
 * Rows whose acts are logged behind commitments, so that only whoever has the openings can hold
 * them against the log: people with their groups, passwords for handing mail in, keys of the ring,
 * passkeys, waves of the rollout, and the openings themselves. Each leaf gets a line that says
 * whether the rows are as it, and those after it, left them ({@link TableDigest}); a row that no
 * leaf knows gets a line as well.
 *
 * <p>Reads the log once, in one transaction. Memory is some hundred octets for each person.
 */
final class OpenedLeaves {
  private static final int PLACE = 1;
  private static final int LEAF = 2;
  private static final int OPENING = 3;

  private final Session session;
  private final BitSet committed = new BitSet();
  private final BitSet missing = new BitSet();
  private final BitSet wrong = new BitSet();
  private final Set<Long> forgotten = new HashSet<>();
  private final LoggedActs people = new LoggedActs();
  private final LoggedActs passwords = new LoggedActs();
  private final LoggedActs ring = new LoggedActs();
  private final LoggedActs passkeys = new LoggedActs();
  private final LoggedWaves waves = new LoggedWaves();

  private OpenedLeaves(Session session) {
    this.session = session;
  }

  /** The digest of each of these tables, inside a transaction. */
  static SortedMap<String, String> digests(Session session) throws SQLException {
    OpenedLeaves leaves = new OpenedLeaves(session);
    session.stream(
        "SELECT l.idx, l.leaf, o.opening FROM log_leaf l LEFT JOIN log_opening o ON o.idx = l.idx"
            + " ORDER BY l.idx",
        leaves::leaf);
    PersonTable.each(
        session,
        person -> leaves.people.row(person.mailbox().key(), PersonLeaf.digest(person).hex()));
    leaves.passwordRows();
    leaves.ringRows();
    leaves.passkeyRows();
    leaves.waves.rows(session);
    SortedMap<String, String> digests = new TreeMap<>();
    digests.put("log_opening", leaves.openings().hex());
    digests.put("person", leaves.people.digest().hex());
    digests.put("submission_password", leaves.passwords.digest().hex());
    digests.put("ring_key", leaves.ring.digest().hex());
    digests.put("passkey", leaves.passkeys.digest().hex());
    digests.put("rollout_wave", leaves.waves.digest().hex());
    return digests;
  }

  private void leaf(ResultSet row) throws SQLException {
    byte[] leaf = row.getBytes(LEAF);
    byte @Nullable [] opening = row.getBytes(OPENING);
    int place = Math.toIntExact(row.getLong(PLACE));
    boolean isOpen = opening != null && LeafOctets.isOpenedBy(leaf, opening);
    if (LeafOctets.commits(leaf)) {
      committed.set(place);
      missing.set(place, opening == null);
      wrong.set(place, opening != null && !isOpen);
    }
    Optional<EntryType> type = LeafOctets.type(leaf).filter(OpenedLeaves::isHeld);
    if (type.isPresent()) {
      try {
        act(
            place,
            type.get(),
            isOpen && opening != null ? LogEntry.parse(leaf, opening) : LogEntry.parse(leaf));
      } catch (LogFormatException e) {
        wrong.set(place); // and its rows are unlogged: a leaf that is none shows in the tree too
      }
    }
  }

  private static boolean isHeld(EntryType type) {
    return switch (type) {
      case OPENINGS_FORGOTTEN,
          PERSON_CHANGED,
          PASSWORD_SET,
          PASSWORD_REMOVED,
          RING_KEY_ADDED,
          RING_KEY_REMOVED,
          PASSKEY_REGISTERED,
          PASSKEY_REMOVED,
          WAVE_STARTED,
          WAVE_PAUSED,
          WAVE_RESUMED,
          WAVE_DONE,
          WAVE_ROLLED_BACK ->
          true;
      default -> false;
    };
  }

  private void act(int place, EntryType type, LogEntry entry) {
    switch (type) {
      case OPENINGS_FORGOTTEN -> {
        for (String one : entry.fields().getOrDefault("leaves", "").split(" ")) {
          forgotten.add(Long.valueOf(one));
        }
      }
      case PERSON_CHANGED ->
          people.leaf(place, PersonLeaf.mailbox(entry), PersonLeaf.says(entry).map(Hash::hex));
      case PASSWORD_SET ->
          passwords.leaf(
              place, mailbox(entry), Optional.of(entry.fields().getOrDefault("password", "")));
      case PASSWORD_REMOVED -> passwords.end(place, mailbox(entry));
      case RING_KEY_ADDED -> ring.leaf(place, Optional.of(ringKey(entry) + place), ringRow(entry));
      case RING_KEY_REMOVED -> ring.endAll(place, Optional.of(ringKey(entry)));
      case PASSKEY_REGISTERED -> {
        Optional<String> row =
            mailbox(entry).map(owner -> owner + " " + entry.fields().getOrDefault("sha256", ""));
        passkeys.leaf(place, row, row);
      }
      case PASSKEY_REMOVED -> passkeys.endAll(place, mailbox(entry).map(owner -> owner + " "));
      case WAVE_STARTED, WAVE_PAUSED, WAVE_RESUMED, WAVE_DONE, WAVE_ROLLED_BACK ->
          waves.leaf(place, entry);
      default -> {
        // Its row is held elsewhere.
      }
    }
  }

  private static Optional<String> mailbox(LogEntry entry) {
    return Optional.ofNullable(entry.opening().get("mailbox"))
        .map(Commitment::value)
        .map(address -> Mailbox.of(address).key());
  }

  private static String ringKey(LogEntry entry) {
    return entry.fields().getOrDefault("key", "") + " ";
  }

  private static Optional<String> ringRow(LogEntry entry) {
    return Optional.of(ringKey(entry) + entry.fields().getOrDefault("certificate", ""));
  }

  private void passwordRows() throws SQLException {
    for (SubmissionPassword one : session.query(PasswordTable.SELECT, PasswordTable::password)) {
      passwords.row(one.mailbox().key(), one.logged());
    }
  }

  private void ringRows() throws SQLException {
    session.stream(
        "SELECT log_index, key_id, der FROM ring_key ORDER BY log_index",
        row -> {
          String key = HexFormat.of().formatHex(row.getBytes(2)) + " ";
          ring.row(key + row.getLong(1), key + Hash.sha256(row.getBytes(3)).hex());
        });
  }

  private void passkeyRows() throws SQLException {
    session.stream(
        "SELECT mailbox_key, credential FROM passkey",
        row -> {
          String passkey = row.getString(1) + " " + Hash.sha256(row.getBytes(2)).hex();
          passkeys.row(passkey, passkey);
        });
  }

  private TableDigest openings() {
    TableDigest digest = new TableDigest();
    for (int place = committed.nextSetBit(0); place >= 0; place = committed.nextSetBit(place + 1)) {
      boolean isGone = missing.get(place) && !forgotten.contains((long) place);
      digest.add(place, Boolean.toString(!isGone && !wrong.get(place)));
    }
    return digest;
  }
}
