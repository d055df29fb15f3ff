package org.signetmail.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Destroys archived keys whose time is over: a while after the last certificate over the key has
 * ended, and never before. Without its shares the AES key of a record is gone, and with it the
 * private key (crypto-shredding); what was kept, when, and that it was destroyed, stays provable by
 * receipt and log.
 *
 * <p>Backups of before have the record until their own time is over.
 */
public final class Retention {
  private static final int PAGE = 500;

  private final RetentionStore store;
  private final KnownCertificates known;
  private final Duration keep;

  /**
   * @param keep how long after the end of the last certificate
   */
  public Retention(RetentionStore store, KnownCertificates known, Duration keep) {
    this.store = store;
    this.known = known;
    this.keep = keep;
  }

  /** Whether records are only counted, or destroyed. */
  public enum Mode {
    COUNT,
    DESTROY
  }

  /** Destroys all that are due, or counts them. */
  public long run(Mode mode, Instant now) {
    long done = 0;
    long index = -1;
    while (true) {
      List<RetentionStore.Kept> page = store.after(index, PAGE);
      for (RetentionStore.Kept record : page) {
        index = record.index();
        if (!isOver(record.receipt().archivedAt(), now)) {
          return done; // it came in later than all that can be due, and so did all after it
        }
        if (isDue(record, now)
            && (mode == Mode.COUNT || destroy(record, now) == RetentionStore.Outcome.DESTROYED)) {
          done++;
        }
      }
      if (page.size() < PAGE) {
        return done;
      }
    }
  }

  private boolean isDue(RetentionStore.Kept record, Instant now) {
    return !record.receipt().owner().equals(Canary.OWNER)
        && known.over(record.key()).stream()
            .map(Certificate::notAfter)
            .allMatch(end -> isOver(end, now));
  }

  private boolean isOver(Instant end, Instant now) {
    return end.plus(keep).isBefore(now);
  }

  private RetentionStore.Outcome destroy(RetentionStore.Kept record, Instant now) {
    return store.destroy(
        record.key(),
        LogEntry.of(EntryType.KEY_DESTROYED, now)
            .with("key", record.key().hex())
            .with("record", record.receipt().record()));
  }
}
