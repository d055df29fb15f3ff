package org.signetmail.archive;

import java.time.Instant;
import java.util.Optional;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;

/**
 * How much recovery may still happen, counted from a moment on: the store asks in the transaction
 * that would be one more, so that two acts at once on two nodes cannot both take the last place.
 *
 * @param since what happened after it counts
 * @param casesOfRequester cases that one person may have opened
 * @param cases cases that all together may have opened
 * @param releases cases that may have been released
 */
public record DayLimits(Instant since, long casesOfRequester, long cases, long releases) {

  /** What stands against one more case of this requester. */
  public Optional<Finding> onOpening(Mailbox requester, RecoveryStore.Tally tally) {
    if (tally.ofRequester() >= casesOfRequester) {
      return Optional.of(
          ArchiveFinding.RECOVERY_TOO_MANY.on(
              requester, "opened " + tally.ofRequester() + " cases in a day"));
    }
    return tally.cases() >= cases
        ? Optional.of(
            ArchiveFinding.RECOVERY_TOO_MANY.on(
                "recovery", tally.cases() + " cases were opened in a day"))
        : Optional.empty();
  }

  /** What stands against the first release of a case. */
  public Optional<Finding> onRelease(String id, RecoveryStore.Tally tally) {
    return tally.releases() >= releases
        ? Optional.of(
            ArchiveFinding.RECOVERY_TOO_MANY.on(
                id, tally.releases() + " cases were released in a day"))
        : Optional.empty();
  }
}
