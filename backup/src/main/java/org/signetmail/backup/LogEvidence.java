package org.signetmail.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.backup.internal.LoggedRows;
import org.signetmail.pkix.Finding;
import org.signetmail.tlog.Checkpoint;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LeafOctets;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.LogFormatException;
import org.signetmail.tlog.LogReader;
import org.signetmail.tlog.MerkleTree;
import org.signetmail.tlog.NoteVerifier;
import org.signetmail.tlog.SignedNote;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;

/**
 * What the log has to say of backups, without any key: that it knows them, that the log in them is
 * its own, that nothing was left out of them, and that there is no newer one.
 *
 * <p>It reads the public side of the log once, from its beginning; so it can be run by anybody, far
 * from the system.
 */
public final class LogEvidence {
  private static final long BATCH = 1024;

  private final LogReader log;
  private final NoteVerifier key;

  /**
   * @param key the log's own; its signature on the log's checkpoint is for the caller to check
   */
  public LogEvidence(LogReader log, NoteVerifier key) {
    this.log = log;
    this.key = key;
  }

  /**
   * What speaks against a chain that was proven whole.
   *
   * @param until from when on newer backups do not matter; empty when there must be none
   */
  public List<Finding> objections(BackupChain chain, Optional<Instant> until) {
    List<Finding> findings = new ArrayList<>();
    for (BackupChain.Link link : chain.links()) {
      treeObjection(link).ifPresent(findings::add);
    }
    if (!findings.isEmpty()) {
      return findings;
    }
    Map<String, Instant> known = new LinkedHashMap<>();
    LoggedRows rows = new LoggedRows();
    read(chain.last().manifest().tree().size(), known, rows);
    for (BackupChain.Link link : chain.links()) {
      if (!known.containsKey(link.manifest().id())) {
        findings.add(
            BackupFinding.BACKUP_UNLOGGED.on(link.name(), "the log does not know this backup"));
      }
    }
    newer(chain.last(), known, until).ifPresent(findings::add);
    BackupManifest last = chain.last().manifest();
    rows.objection(last.rows(), last.digests())
        .ifPresent(
            what -> findings.add(BackupFinding.BACKUP_RECORDS.on(chain.last().name(), what)));
    return findings;
  }

  /**
   * What speaks against the rows of a store by its own log: a row is missing, is too many, or is
   * another than the leaf of its act says.
   *
   * @param log the store's own
   */
  public static Optional<String> objection(LogReader log, StoreSnapshot.Summary summary) {
    LoggedRows rows = new LoggedRows();
    long size = summary.tree().size();
    for (long from = 0; from < size; from += BATCH) {
      long index = from;
      for (byte[] leaf : log.leaves(from, Math.min(size, from + BATCH))) {
        rows.act(index++, leaf);
      }
    }
    return rows.objection(summary.rows(), summary.digests());
  }

  private Optional<Finding> treeObjection(BackupChain.Link link) {
    BackupManifest manifest = link.manifest();
    try {
      TreeHead taken =
          switch (Checkpoint.open(SignedNote.parse(manifest.checkpoint()), key)) {
            case Verified<Checkpoint>(Checkpoint c) -> new TreeHead(c.size(), c.root());
            case Refused<Checkpoint>(String reason) -> throw new LogFormatException(reason);
          };
      return isOurs(taken) && isOurs(manifest.tree())
          ? Optional.empty()
          : Optional.of(
              BackupFinding.BACKUP_LOG.on(
                  link.name(), "the log in it is not the beginning of this log"));
    } catch (LogFormatException e) {
      return Optional.of(BackupFinding.BACKUP_LOG.on(link.name(), String.valueOf(e.getMessage())));
    }
  }

  private boolean isOurs(TreeHead head) {
    return head.size() <= log.size() && MerkleTree.root(head.size(), log).equals(head.root());
  }

  /** Looks at the acts of before the backup, and notes every backup with its time. */
  private void read(long before, Map<String, Instant> known, LoggedRows rows) {
    long size = log.size();
    for (long from = 0; from < size; from += BATCH) {
      long index = from;
      for (byte[] leaf : log.leaves(from, Math.min(size, from + BATCH))) {
        if (index < before) {
          rows.act(index, leaf);
        }
        index++;
        if (LeafOctets.type(leaf).filter(EntryType.BACKUP_CREATED::equals).isPresent()) {
          LogEntry entry = LogEntry.parse(leaf);
          known.put(
              entry.fields().getOrDefault("backup", ""),
              Instant.parse(entry.fields().getOrDefault("at", entry.time().toString())));
        }
      }
    }
  }

  private static Optional<Finding> newer(
      BackupChain.Link last, Map<String, Instant> known, Optional<Instant> until) {
    String id = last.manifest().id();
    boolean before = known.containsKey(id);
    for (Map.Entry<String, Instant> one : known.entrySet()) {
      if (one.getKey().equals(id)) {
        before = false;
      } else if (!before && (until.isEmpty() || !one.getValue().isAfter(until.get()))) {
        return Optional.of(
            BackupFinding.BACKUP_OLDER.on(
                last.name(),
                "is of " + last.manifest().at() + ", the log knows one of " + one.getValue()));
      }
    }
    return Optional.empty();
  }
}
