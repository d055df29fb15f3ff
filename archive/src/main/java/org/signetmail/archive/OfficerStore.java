package org.signetmail.archive;

import java.util.List;
import org.signetmail.tlog.LogEntry;

/** The recovery officers of this archive. Durable on return; log entry in the same transaction. */
public interface OfficerStore {
  /**
   * @return the index of the log entry
   */
  long enrol(Officer officer, LogEntry entry);

  /** In order of enrolment: the order gives each officer's share index. */
  List<Officer> officers();
}
