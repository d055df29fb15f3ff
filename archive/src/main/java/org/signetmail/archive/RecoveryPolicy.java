package org.signetmail.archive;

import java.time.Duration;
import java.time.Instant;

/**
 * What an organisation allows in recovery: how long a release waits, how much may be asked and
 * released in a day, when an open case ends, whether owners may help themselves.
 *
 * <p>A day is the 24 hours before the act. The limits are brakes on somebody who acts alone or in
 * haste; the store keeps them ({@link DayLimits}).
 *
 * @param ownerDelay from request to release, when keys go to their owner
 * @param investigationDelay from request to release, when messages go to an investigation
 * @param casesOfRequester cases that one person may open in a day
 * @param cases cases that all together may open in a day
 * @param releases cases that may be released in a day
 * @param expiry from request to the end of a case that was not released
 */
public record RecoveryPolicy(
    Duration ownerDelay,
    Duration investigationDelay,
    int casesOfRequester,
    int cases,
    int releases,
    Duration expiry,
    SelfRecovery selfRecovery) {
  /** What a day is to the limits. */
  public static final Duration DAY = Duration.ofDays(1);

  /**
   * Owners are not kept waiting, for they have two officers' word and are told; an investigation
   * waits a day, so that whoever sees it in the log or by notice can still speak up.
   */
  public static final RecoveryPolicy STANDARD =
      new RecoveryPolicy(
          Duration.ZERO,
          Duration.ofDays(1),
          5,
          50,
          50,
          Duration.ofDays(30),
          SelfRecovery.FORBIDDEN);

  /** Whether an owner alone may have keys back, by a recovery code. */
  public enum SelfRecovery {
    ALLOWED,
    FORBIDDEN
  }

  /** The limits of the day that ends now. */
  public DayLimits limits(Instant at) {
    return new DayLimits(at.minus(DAY), casesOfRequester, cases, releases);
  }

  /** How long after its request a case for this receiver may be released. */
  public Duration delay(Receiver receiver) {
    return switch (receiver) {
      case Receiver.Owner _, Receiver.OwnerWithCode _ -> ownerDelay;
      case Receiver.Station _ -> investigationDelay;
    };
  }
}
