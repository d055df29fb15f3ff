package org.signetmail.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/**
 * Keeps recovery cases for ever. Durable on return, the log entry in the same transaction; steps of
 * a case are append-only. Safe for many threads and nodes. All but {@link #cases} cost the same
 * however many cases there are.
 */
public interface RecoveryStore {
  /** What came of writing. */
  sealed interface Written {
    /**
     * @param index of the log entry
     */
    record Done(long index) implements Written {}

    /** Somebody was faster: the same request opened a case, or the case has another step now. */
    record Overtaken() implements Written {}

    /** Nothing was written, for it would be one too many in this very moment. */
    record OverLimit(Finding why) implements Written {}
  }

  /**
   * Opens a case. Unless it comes rejected, it counts: {@link DayLimits#onOpening} is asked with
   * what is true in this transaction.
   *
   * @throws IllegalArgumentException when a case has this id
   */
  Written open(RecoveryCase newCase, DayLimits limits, LogEntry entry);

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

  /** The newest for keys of an owner, newest first. */
  List<RecoveryCase> ofOwner(Mailbox owner, int most);

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
   * once cannot overwrite each other. The first release of a case counts: {@link
   * DayLimits#onRelease} is asked with what is true in this transaction.
   */
  Written append(
      String id, int expectedSteps, RecoveryCase.Step step, DayLimits limits, LogEntry entry);
}
