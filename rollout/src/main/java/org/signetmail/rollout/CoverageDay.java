package org.signetmail.rollout;

import java.time.LocalDate;

/**
 * How far a group was on a day.
 *
 * @param day in UTC
 * @param group its name; {@link #EVERYBODY} for all people
 * @param coverage as it was last counted on that day
 */
public record CoverageDay(LocalDate day, String group, Coverage coverage) {
  /** In place of a group's name. */
  public static final String EVERYBODY = "";
}
