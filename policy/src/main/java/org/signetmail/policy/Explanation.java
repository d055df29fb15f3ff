package org.signetmail.policy;

import java.util.List;

/**
 * A decision with the way to it, for people.
 *
 * @param steps the rules that were tried, in order; the last one decided
 * @param because why the decision follows from that rule and these facts, in one sentence
 */
public record Explanation(Decision decision, List<Step> steps, String because) {
  public Explanation {
    steps = List.copyOf(steps);
  }

  /**
   * One rule.
   *
   * @param condition as written; empty for the default
   */
  public record Step(String rule, Yaml.Place place, String condition, Match match) {}

  public enum Match {
    HOLDS,
    DOES_NOT_HOLD,
    /** Its condition could not be worked out for this message. */
    BROKEN
  }
}
