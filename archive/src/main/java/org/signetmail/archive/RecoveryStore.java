package org.signetmail.archive;

import java.util.List;
import java.util.Optional;
import org.signetmail.tlog.LogEntry;

/**
 * Keeps recovery cases for ever. Durable on return, the log entry in the same transaction; steps of
 * a case are append-only.
 */
public interface RecoveryStore {
  /**
   * @return the index of the log entry
   */
  long open(RecoveryCase newCase, LogEntry entry);

  Optional<RecoveryCase> find(String id);

  /** Newest first. */
  List<RecoveryCase> cases();

  /**
   * Appends a step if the case still has {@code expectedSteps} of them, so that two officers at
   * once cannot overwrite each other.
   *
   * @return the index of the log entry; empty when somebody was faster: read again
   */
  Optional<Long> append(String id, int expectedSteps, RecoveryCase.Step step, LogEntry entry);
}
