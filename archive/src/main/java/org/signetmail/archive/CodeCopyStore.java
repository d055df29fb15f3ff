package org.signetmail.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.LogEntry;

/**
 * Keeps the copies of archived keys that are sealed under recovery codes, one for each key. Durable
 * on return, the log entry in the same transaction. Safe for many threads and nodes.
 */
public interface CodeCopyStore {
  /**
   * A copy.
   *
   * @param sealed under the owner's code; see {@link RecoveryCode#seal}
   * @param at when the owner handed it in
   */
  record CodeCopy(KeyId key, byte[] sealed, Instant at) {}

  /**
   * Keeps copies in the place of former ones of the same keys.
   *
   * @return the index of the log entry; empty, and nothing is changed, when one of the keys is not
   *     archived, or has a copy that is as new or newer
   */
  Optional<Long> keep(List<CodeCopy> copies, LogEntry entry);

  Optional<CodeCopy> find(KeyId key);
}
