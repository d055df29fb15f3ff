package org.signetmail.archive.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.archive.ArchiveFinding;
import org.signetmail.archive.DayLimits;
import org.signetmail.archive.RecoveryRequest;
import org.signetmail.archive.RecoveryStore;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;

/** What stands against a sound request: its age, its keys, requests of before, and the policy. */
public final class Opening {
  /** How old a signed request may be, so that an old one cannot be played again. */
  public static final Duration FRESH = Duration.ofDays(1);

  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private Opening() {}

  public static List<Finding> objections(
      CaseBook book, RecoveryRequest request, String digest, Instant at) {
    if (book.cases().ofRequest(digest).isPresent()) {
      return List.of(CaseBook.repeated(request));
    }
    List<Finding> findings = new ArrayList<>();
    if (isStale(request.at(), at)) {
      findings.add(
          ArchiveFinding.RECOVERY_STALE.on(
              request.requester(), "the request is of " + request.at() + ", it is " + at + " now"));
    }
    for (KeyId key : request.keys()) {
      if (book.archive().find(key).filter(kept -> kept.owner().equals(request.owner())).isEmpty()) {
        findings.add(
            ArchiveFinding.RECOVERY_UNKNOWN_KEY.on(
                request.owner(), "the archive keeps no key " + key + " of this owner"));
      }
    }
    findings.addAll(book.objections(request.receiver()));
    DayLimits limits = book.policy().limits(at); // so that nobody is told of a case in vain
    RecoveryStore.Tally day = book.cases().tally(request.requester(), limits.since());
    limits.onOpening(request.requester(), day).ifPresent(findings::add);
    return findings;
  }

  /** Whether words signed at one time are too old, or from the future, at another. */
  public static boolean isStale(Instant signed, Instant at) {
    return signed.isBefore(at.minus(FRESH)) || signed.isAfter(at.plus(CLOCK_SKEW));
  }
}
