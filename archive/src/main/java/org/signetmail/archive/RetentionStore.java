package org.signetmail.archive;

import java.util.List;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.LogEntry;

/** Lets archived keys go. Safe for many threads and nodes. */
public interface RetentionStore {
  /**
   * A record, by what is known of it without opening it.
   *
   * @param index its place in the log
   */
  record Kept(long index, KeyId key, ArchiveReceipt receipt) {}

  /** What came of destroying a record. */
  enum Outcome {
    DESTROYED,
    /** Somebody has asked for it, and the case has no end yet: it stays. */
    IN_A_CASE,
    /** It is not in the archive. */
    NOT_THERE
  }

  /** Records after a place in the log, oldest first. */
  List<Kept> after(long index, int limit);

  /**
   * Deletes the sealed key, every share of what opens it and every copy, and keeps the receipt;
   * durable together with the log entry on return.
   */
  Outcome destroy(KeyId key, LogEntry entry);
}
