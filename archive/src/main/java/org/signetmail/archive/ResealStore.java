package org.signetmail.archive;

import java.util.List;
import java.util.Optional;
import org.signetmail.tlog.LogEntry;

/**
 * Archived records by the set of officers that they are sealed to, to be sealed again. Durable on
 * return. Safe for many threads and nodes.
 */
public interface ResealStore {
  /**
   * A record at its place.
   *
   * @param place the log entry by which the key was archived
   */
  record Placed(long place, ArchivedKey key) {}

  /** How many records are sealed to a set. */
  long count(int generation);

  /**
   * Records that are sealed to a set and in no recovery case without an end, after a place, in the
   * order of their places.
   */
  List<Placed> page(int generation, long after, int most);

  /** The cases without an end whose records are sealed to a set. */
  List<String> casesOn(int generation);

  /**
   * Puts records sealed again in the place of what they were, all or none.
   *
   * @param from the set that all of them are sealed to until now
   * @return the index of the log entry; empty when one of them is in a case meanwhile, or somebody
   *     else sealed it again: nothing was changed, read again
   */
  Optional<Long> reseal(int from, List<Placed> records, LogEntry entry);
}
