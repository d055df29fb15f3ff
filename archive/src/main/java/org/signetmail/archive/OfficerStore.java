package org.signetmail.archive;

import java.util.List;
import java.util.Optional;
import org.signetmail.tlog.LogEntry;

/**
 * The recovery officers of this archive, and the sets they form. Durable on return; log entry in
 * the same transaction. Safe for many threads and nodes.
 */
public interface OfficerStore {
  /**
   * Enrols an officer, who takes the next seat of the first set while it has one and no other set
   * followed; later officers wait for a replacement.
   *
   * @param founding the quorum of the first set, kept with its first officer
   * @return the index of the log entry
   */
  long enrol(Officer officer, Quorum founding, LogEntry entry);

  /**
   * The sets that records are sealed to, oldest first; new records go to the last one. None before
   * the first officer is enrolled.
   *
   * @param founding the quorum of the first set, where the store is older than sets and has none
   */
  List<OfficerSet> sets(Quorum founding);

  /** Who has a seat in a set that is in use: in order of sets and seats, each once. */
  List<Officer> officers();

  /** Who is enrolled and has never had a seat, in order of enrolment. */
  List<Officer> waiting();

  /**
   * From now on, new records go to this set, and no officer of it waits.
   *
   * @return the index of the log entry
   * @throws IllegalArgumentException when another set came first
   */
  long open(OfficerSet next, LogEntry entry);

  /**
   * No record is sealed to this set any more, and none will be.
   *
   * @return the index of the log entry; empty while a record is sealed to it: nothing was changed
   * @throws IllegalArgumentException when it is the last set
   */
  Optional<Long> retire(int generation, LogEntry entry);
}
