package org.signetmail.app.organization;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.archive.CaseId;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.LogStore;

/**
 * What an auditor reads of a month (FPKI Common Policy §5.4: reviewed monthly, gap-checked): how
 * many acts of each kind, every act of power one by one with its leaf, and each release put
 * together from leaves and openings alone: who got which keys, why, by whose authority.
 *
 * @param audit of the whole log against its checkpoints: no leaf is missing, changed or added
 * @param counts of leaves of the month, by type
 * @param acts all but issuance and archiving, which are counted
 */
public record LogReport(
    YearMonth month,
    long size,
    Audit audit,
    SortedMap<String, Long> counts,
    List<Leaf> acts,
    List<Release> releases) {
  private static final int BATCH = 1000;

  /** Entries carry the time of their act, and are ordered by when they were written. */
  private static final Duration DISORDER = Duration.ofDays(1);

  /** An entry in its place, with the private values that are kept of it. */
  public record Leaf(long index, LogEntry entry) {}

  /**
   * A release with all that led to it.
   *
   * @param leaves of the request, each decision, and every step until the release
   */
  public record Release(long index, Instant at, String caseId, List<Leaf> leaves) {
    /** What the request said; empty where its opening was deleted. */
    public String asked(String field) {
      return leaves.stream()
          .filter(leaf -> leaf.entry().type() == EntryType.RECOVERY_REQUESTED)
          .findFirst()
          .flatMap(leaf -> leaf.entry().value(field))
          .orElse("");
    }

    /** Who took it. */
    public String to() {
      return leaves.getLast().entry().value("to").orElse("");
    }

    /** The officers who approved before it. */
    public List<String> approvedBy() {
      return leaves.stream()
          .filter(leaf -> leaf.entry().type() == EntryType.RECOVERY_APPROVED)
          .map(leaf -> leaf.entry().value("officer").orElse(""))
          .toList();
    }
  }

  /** Reads the log, and proves it whole. */
  public static LogReport of(Organization organization, YearMonth month) {
    LogStore log = organization.store().log();
    Instant from = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant until = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    long size = log.size();
    long begin = firstAt(log, size, from.minus(DISORDER));
    SortedMap<String, Long> counts = new TreeMap<>();
    List<Leaf> acts = new ArrayList<>();
    boolean done = false;
    for (long at = begin; at < size && !done; at += BATCH) {
      List<LogEntry> entries = log.entries(at, Math.min(size, at + BATCH));
      for (int i = 0; i < entries.size(); i++) {
        LogEntry entry = entries.get(i);
        if (!entry.time().isBefore(from) && entry.time().isBefore(until)) {
          counts.merge(entry.type().dotted(), 1L, Long::sum);
          if (isActOfPower(entry.type())) {
            acts.add(new Leaf(at + i, entry));
          }
        }
      }
      done = entries.getLast().time().isAfter(until.plus(DISORDER));
    }
    List<Release> releases =
        acts.stream()
            .filter(leaf -> leaf.entry().type() == EntryType.RECOVERY_RELEASED)
            .map(leaf -> release(organization, log, leaf))
            .toList();
    return new LogReport(month, size, organization.log().audit(), counts, acts, releases);
  }

  /** The leaves of one case up to its release, read from the log at the places the case names. */
  private static Release release(Organization organization, LogStore log, Leaf released) {
    String caseId = released.entry().value("case").orElse("");
    List<Leaf> leaves = new ArrayList<>();
    for (long index : organization.archiving().recovery().logIndexes(CaseId.of(caseId))) {
      if (index <= released.index()) {
        leaves.add(new Leaf(index, log.entries(index, index + 1).getFirst()));
      }
    }
    return new Release(released.index(), released.entry().time(), caseId, leaves);
  }

  /** The first place from which on no entry is older, as far as entries are in order. */
  private static long firstAt(LogStore log, long size, Instant time) {
    long low = 0;
    long high = size;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (log.entries(middle, middle + 1).getFirst().time().isBefore(time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean isActOfPower(EntryType type) {
    return switch (type) {
      case CERTIFICATE_ISSUED,
          CERTIFICATE_IMPORTED,
          CERTIFICATE_REMEMBERED,
          CERTIFICATE_REVOKED,
          CERTIFICATE_RELEASED,
          KEY_ARCHIVED ->
          false;
      default -> true;
    };
  }

  /** Whether nothing is missing or changed. */
  public boolean isWhole() {
    return audit instanceof Audit.Consistent;
  }

  /** All that is known of an entry, in the order of names. */
  public static Map<String, String> values(LogEntry entry) {
    Map<String, String> values = new TreeMap<>();
    entry
        .fields()
        .keySet()
        .forEach(name -> entry.value(name).ifPresent(value -> values.put(name, value)));
    return values;
  }
}
