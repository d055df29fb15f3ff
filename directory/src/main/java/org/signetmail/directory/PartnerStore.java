package org.signetmail.directory;

import java.util.List;
import org.signetmail.tlog.LogEntry;

/**
 * The partners. What a method returned from is durable, its log entry in the same transaction. Safe
 * for use by many threads and many nodes.
 */
public interface PartnerStore {
  /**
   * Keeps a partner.
   *
   * @return its place in the log
   * @throws IllegalArgumentException when one of this name is there already
   */
  long add(Partner partner, LogEntry entry);

  /** Forgets a partner; whether there was one of this name, else nothing is logged. */
  boolean remove(String name, LogEntry entry);

  /** All, in order of name. */
  List<Partner> partners();
}
