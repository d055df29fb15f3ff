package org.signetmail.backup.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * How many rows each table has to have by what the log says: nearly every act that is a leaf leaves
 * one row, and some take one away. Used by one thread.
 */
public final class LoggedRows {
  /** The acts that leave one row each, and those that take one away, by the table it is in. */
  private record Table(String name, List<EntryType> made, List<EntryType> gone) {}

  private static final List<Table> TABLES =
      List.of(
          table("certificate", EntryType.CERTIFICATE_ISSUED, EntryType.CERTIFICATE_IMPORTED),
          table("former_certificate", EntryType.CERTIFICATE_REMEMBERED),
          table("status_change", EntryType.CERTIFICATE_REVOKED, EntryType.CERTIFICATE_RELEASED),
          new Table(
              "archived_key", List.of(EntryType.KEY_ARCHIVED), List.of(EntryType.KEY_DESTROYED)),
          table("destroyed_key", EntryType.KEY_DESTROYED),
          table("recovery_officer", EntryType.OFFICER_ENROLLED),
          table("recovery_case", EntryType.RECOVERY_REQUESTED),
          new Table(
              "partner", List.of(EntryType.PARTNER_ADDED), List.of(EntryType.PARTNER_REMOVED)),
          table("backup", EntryType.BACKUP_CREATED),
          table("drill", EntryType.BACKUP_DRILLED));

  private static final byte[][] ENDS = ends();

  private final long[] acts = new long[EntryType.values().length];

  /** A hold that ends in a revocation is one row, so these are told apart by their serials. */
  private final Set<String> revoked = new HashSet<>();

  /** Counts one leaf. */
  public void count(byte[] leaf) {
    Optional<EntryType> type = type(leaf);
    if (type.isEmpty()) {
      return;
    }
    acts[type.get().ordinal()]++;
    if (type.get() == EntryType.CERTIFICATE_REVOKED) {
      revoked.add(certificate(leaf));
    } else if (type.get() == EntryType.CERTIFICATE_RELEASED) {
      revoked.remove(certificate(leaf));
    }
  }

  /** What does not fit in the rows that a backup says it has, in words. */
  public Optional<String> objection(Map<String, Long> rows) {
    for (Table table : TABLES) {
      Optional<String> objection =
          objection(table.name(), sum(table.made()) - sum(table.gone()), rows);
      if (objection.isPresent()) {
        return objection;
      }
    }
    return objection("revocation", revoked.size(), rows);
  }

  /** Leaves have one form (RFC 8785), at whose end the type stands: parsing millions is slow. */
  public static Optional<EntryType> type(byte[] leaf) {
    for (int i = 0; i < ENDS.length; i++) {
      int from = leaf.length - ENDS[i].length;
      if (from > 0 && Arrays.equals(leaf, from, leaf.length, ENDS[i], 0, ENDS[i].length)) {
        return Optional.of(EntryType.values()[i]);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> objection(String table, long logged, Map<String, Long> rows) {
    long there = rows.getOrDefault(table, 0L);
    return logged == there
        ? Optional.empty()
        : Optional.of("has " + there + " rows of " + table + ", the log has " + logged);
  }

  private static String certificate(byte[] leaf) {
    Map<String, String> fields = LogEntry.parse(leaf).fields();
    return fields.getOrDefault("issuer", "") + " " + fields.getOrDefault("serial", "");
  }

  private long sum(List<EntryType> types) {
    return types.stream().mapToLong(type -> acts[type.ordinal()]).sum();
  }

  private static Table table(String name, EntryType... made) {
    return new Table(name, List.of(made), List.of());
  }

  private static byte[][] ends() {
    return Arrays.stream(EntryType.values())
        .map(type -> (",\"type\":\"" + type.dotted() + "\"}").getBytes(StandardCharsets.US_ASCII))
        .toArray(byte[][]::new);
  }
}
