package org.signetmail.rollout;

import java.time.LocalDate;
import java.util.List;

/**
 * Keeps how far each group was, day by day. What a method wrote is durable when it returns. Safe
 * for many threads and nodes.
 */
public interface CoverageStore {

  /** Keeps counts; those of the same group and day are replaced. */
  void keep(List<CoverageDay> counted);

  /** What was kept from this day on, in order of days, then of groups. */
  List<CoverageDay> since(LocalDate day);

  /**
   * Forgets what was kept before a day.
   *
   * @return how many counts
   */
  int forget(LocalDate before);
}
