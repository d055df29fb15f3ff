package org.signetmail.archive;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/**
 * Keeps archived keys. When {@link #keep} returns, record, receipt and log entry are durable
 * together; a receipt for a record that could be lost is impossible. Safe for many threads and
 * nodes.
 */
public interface ArchiveStore {
  /**
   * @return the index of the log entry; empty when this key was archived before (nothing changes)
   * @throws RetiredSet when the key is sealed to officers whose set retired
   */
  Optional<Long> keep(ArchivedKey key, LogEntry entry);

  Optional<ArchivedKey> find(KeyId key);

  /** All keys of one person, oldest first. */
  List<ArchivedKey> ofOwner(Mailbox owner);

  long count();
}
