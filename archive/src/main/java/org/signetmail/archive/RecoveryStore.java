package org.signetmail.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/**
 * Keeps recovery cases for ever. Durable on return, the log entry in the same transaction; steps of
 * a case are append-only. Safe for many threads and nodes. All but {@link #cases} cost the same
 * however many cases there are.
 */
public interface RecoveryStore {
  /**
   * @return the index of the log entry; empty when the same request opened a case before
   * @throws IllegalArgumentException when a case has this id
   */
  Optional<Long> open(RecoveryCase newCase, LogEntry entry);

  Optional<RecoveryCase> find(String id);

  /**
   * The case that a request opened.
   *
   * @param digest {@link RecoveryRequest#digest}
   */
  Optional<RecoveryCase> ofRequest(String digest);

  /** The log entries of a case: of its request, then of each step; none when there is no case. */
  List<Long> logIndexes(String id);

  /** The newest, newest first. */
  List<RecoveryCase> cases(int most);

  /** What happened after {@code since}. */
  Tally tally(Mailbox requester, Instant since);

  /**
   * How much was asked and released in a time.
   *
   * @param ofRequester cases that this requester opened; none that was rejected counts
   * @param cases the same for all requesters
   * @param releases cases with a release
   */
  record Tally(long ofRequester, long cases, long releases) {}

  /**
   * Cases that were asked for before {@code time} and have no end yet: neither released nor
   * withdrawn, rejected or expired. The oldest, at most 1000.
   */
  List<RecoveryCase> unfinished(Instant time);

  /** Cases whose owner may be told since {@code time} or before, and was not. At most 1000. */
  List<RecoveryCase> untold(Instant time);

  /**
   * Appends a step if the case still has {@code expectedSteps} of them, so that two officers at
   * once cannot overwrite each other.
   *
   * @return the index of the log entry; empty when somebody was faster: read again
   */
  Optional<Long> append(String id, int expectedSteps, RecoveryCase.Step step, LogEntry entry);
}
