package org.signetmail.backup.internal;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.backup.TableDigest;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LeafOctets;
import org.signetmail.tlog.LogEntry;

/**
 * Which rows each table has to have by what the log says: nearly every act that is a leaf leaves
 * one row, and some take one away. Used by one thread.
 */
public final class LoggedRows {
  /** A line of their digest is of an act, and not of a row. */
  private static final Set<String> BY_ACT =
      Set.of("person", "submission_password", "ring_key", "passkey", "rollout_wave");

  /** Tables that manifests of before say nothing of. */
  private static final Set<String> LATER =
      Stream.concat(BY_ACT.stream(), Stream.of("log_opening"))
          .collect(Collectors.toUnmodifiableSet());

  private static final String TRUE = "true";

  /** A row that a later act can take away. */
  private record Row(long leaf, List<String> words) {}

  /** Rows that stay. */
  private final Map<String, TableDigest> tables = new TreeMap<>();

  /** Rows of now: a hold that ends in a revocation is one, and so is a partner who came again. */
  private final Map<String, Row> revoked = new LinkedHashMap<>();

  private final Map<String, Row> partners = new LinkedHashMap<>();

  /** Openings that were deleted, and whose leaves stay. */
  private long forgotten;

  public LoggedRows() {
    for (String table :
        new String[] {
          "certificate",
          "former_certificate",
          "status_change",
          "archived_key",
          "destroyed_key",
          "recovery_officer",
          "recovery_case",
          "recovery_step",
          "backup",
          "drill"
        }) {
      tables.put(table, new TableDigest());
    }
    LATER.forEach(table -> tables.put(table, new TableDigest()));
  }

  /** Looks at the leaf of an act; in the order of the log. */
  public void act(long index, byte[] leaf) {
    Optional<EntryType> type = LeafOctets.type(leaf);
    if (LeafOctets.commits(leaf)) {
      add("log_opening", index, TRUE);
    }
    if (type.isEmpty()) {
      return;
    }
    switch (type.get()) {
      case PERSON_CHANGED -> add("person", index, TRUE);
      case PASSWORD_SET, PASSWORD_REMOVED -> add("submission_password", index, TRUE);
      case RING_KEY_ADDED, RING_KEY_REMOVED -> add("ring_key", index, TRUE);
      case PASSKEY_REGISTERED, PASSKEY_REMOVED -> add("passkey", index, TRUE);
      case WAVE_STARTED, WAVE_PAUSED, WAVE_RESUMED, WAVE_DONE, WAVE_ROLLED_BACK ->
          add("rollout_wave", index, TRUE);
      case OPENINGS_FORGOTTEN -> forgotten += new Fields(leaf).of("leaves").split(" ").length;
      case CERTIFICATE_ISSUED, CERTIFICATE_IMPORTED -> {
        Fields act = new Fields(leaf);
        add("certificate", index, act.of("issuer"), act.serial(), act.of("sha256"));
      }
      case CERTIFICATE_REMEMBERED -> {
        Fields act = new Fields(leaf);
        add("former_certificate", index, act.of("key"), act.of("certificate"));
      }
      case CERTIFICATE_REVOKED -> {
        Fields act = new Fields(leaf);
        changed(index, act, act.of("reason"));
        revoked.remove(act.certificate());
        revoked.put(
            act.certificate(),
            new Row(index, List.of(act.of("issuer"), act.serial(), act.of("reason"))));
      }
      case CERTIFICATE_RELEASED -> {
        Fields act = new Fields(leaf);
        changed(index, act, "remove-from-crl");
        revoked.remove(act.certificate());
      }
      case KEY_ARCHIVED -> {
        Fields act = new Fields(leaf);
        add("archived_key", index, act.of("key"), act.of("receipt"));
      }
      case KEY_DESTROYED -> add("destroyed_key", index, new Fields(leaf).of("key"));
      case OFFICER_ENROLLED -> {
        Fields act = new Fields(leaf);
        add("recovery_officer", index, act.of("encryption"), act.of("ml-kem"), act.of("signing"));
      }
      case RECOVERY_REQUESTED -> add("recovery_case", index, new Fields(leaf).of("case"));
      case RECOVERY_REFUSED -> refused(index, new Fields(leaf));
      case RECOVERY_APPROVED -> step(index, leaf, "approved");
      case RECOVERY_DENIED -> step(index, leaf, "denied");
      case RECOVERY_WITHDRAWN -> step(index, leaf, "withdrawn");
      case RECOVERY_RELEASED -> step(index, leaf, "released");
      case RECOVERY_EXPIRED -> step(index, leaf, "expired");
      case RECOVERY_OWNER_TOLD -> step(index, leaf, "told");
      case PARTNER_ADDED -> {
        Fields act = new Fields(leaf);
        partners.put(
            act.of("partner"),
            new Row(index, List.of(act.of("partner"), act.of("domains"), act.of("roots"))));
      }
      case PARTNER_REMOVED -> partners.remove(new Fields(leaf).of("partner"));
      case BACKUP_CREATED -> add("backup", index, new Fields(leaf).of("backup"));
      case BACKUP_DRILLED -> {
        Fields act = new Fields(leaf);
        add("drill", index, act.of("backup"), act.of("result"), act.of("report-sha256"));
      }
      default -> {
        // It left no row of its own.
      }
    }
  }

  /**
   * What does not fit in the rows that somebody says there are, in words.
   *
   * @param rows how many, by table
   * @param digests which, by table; none in manifests of before there were digests
   */
  public Optional<String> objection(Map<String, Long> rows, Map<String, String> digests) {
    Map<String, TableDigest> all = new TreeMap<>(tables);
    all.put("revocation", digest(revoked));
    all.put("partner", digest(partners));
    all.keySet().removeIf(table -> LATER.contains(table) && !digests.containsKey(table));
    for (Map.Entry<String, TableDigest> table : all.entrySet()) {
      if (BY_ACT.contains(table.getKey())) {
        continue;
      }
      long logged = table.getValue().rows();
      if (table.getKey().equals("log_opening")) {
        logged -= forgotten;
      }
      if (table.getKey().equals("archived_key")) {
        logged -= all.getOrDefault("destroyed_key", new TableDigest()).rows();
      }
      long there = rows.getOrDefault(table.getKey(), 0L);
      if (logged != there) {
        return Optional.of(
            "has " + there + " rows of " + table.getKey() + ", the log has " + logged);
      }
    }
    for (Map.Entry<String, TableDigest> table : all.entrySet()) {
      if (!digests.isEmpty()
          && !table.getValue().hex().equals(digests.getOrDefault(table.getKey(), ""))) {
        return Optional.of(
            "has a row of "
                + table.getKey()
                + " that the log does not know, or lacks one that it does");
      }
    }
    return Optional.empty();
  }

  /** A request that was refused from the start is a case and its only step, in one leaf. */
  private void refused(long index, Fields act) {
    boolean fromTheStart = !act.of("request").equals(Fields.NONE);
    if (fromTheStart) {
      add("recovery_case", index, act.of("case"));
    }
    add("recovery_step", index, act.of("case"), fromTheStart ? "rejected" : "refused");
  }

  private void step(long index, byte[] leaf, String kind) {
    add("recovery_step", index, new Fields(leaf).of("case"), kind);
  }

  private void changed(long index, Fields act, String reason) {
    add("status_change", index, act.of("issuer"), act.serial(), reason, act.time());
  }

  private void add(String table, long index, String... words) {
    TableDigest digest = tables.get(table);
    if (digest == null) {
      throw new IllegalStateException("no table " + table);
    }
    digest.add(index, words);
  }

  private static TableDigest digest(Map<String, Row> rows) {
    TableDigest digest = new TableDigest();
    rows.values().forEach(row -> digest.add(row.leaf(), row.words().toArray(String[]::new)));
    return digest;
  }

  /** What a leaf says. */
  private static final class Fields {
    static final String NONE = "-";

    private final LogEntry entry;

    Fields(byte[] leaf) {
      this.entry = LogEntry.parse(leaf);
    }

    String of(String name) {
      return entry.fields().getOrDefault(name, NONE);
    }

    /** The number in its shortest form: columns and certificates pad it each in their way. */
    String serial() {
      return new BigInteger(of("serial"), 16).toString(16);
    }

    String time() {
      return entry.time().toString();
    }

    String certificate() {
      return of("issuer") + " " + serial();
    }
  }
}
