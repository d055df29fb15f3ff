package org.signetmail.pkix.internal.path;

import java.time.Instant;

/**
 * The time that a validation asks about, and how far around it the answer stays the same. Nothing
 * in a validation sees the time but through {@link #isAfter} and {@link #isBefore}, so its answer
 * can only change where one of these comparisons does: at the instants it was compared with. This
 * object notes the nearest of them on either side.
 *
 * <p>Not safe for use by many threads: one validation owns it.
 */
public final class Moment {
  private final Instant at;
  private Instant later = Instant.MAX;
  private Instant earlier = Instant.MIN;

  public Moment(Instant at) {
    this.at = at;
  }

  boolean isAfter(Instant other) {
    note(other);
    return at.isAfter(other);
  }

  boolean isBefore(Instant other) {
    note(other);
    return at.isBefore(other);
  }

  private void note(Instant other) {
    if (!other.isBefore(at) && other.isBefore(later)) {
      later = other;
    }
    if (!other.isAfter(at) && other.isAfter(earlier)) {
      earlier = other;
    }
  }

  public Instant instant() {
    return at;
  }

  /** All comparisons so far come out the same for every time after this one, up to {@link #at}. */
  public Instant since() {
    return earlier;
  }

  /** All comparisons so far come out the same for every time from {@link #at} to before this. */
  public Instant until() {
    return later;
  }
}
