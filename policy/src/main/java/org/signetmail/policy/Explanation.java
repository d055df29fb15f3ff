package org.signetmail.policy;

import java.util.List;
import java.util.Optional;

/**
 * A decision with the way to it, for people.
 *
 * @param steps the rules that were tried, in order; the last one decided
 * @param because why the decision follows from that rule and these facts, in one sentence
 * @param ruling what a jurisdiction table made of what the rules decided, where there is one
 */
public record Explanation(
    Decision decision, List<Step> steps, String because, Optional<Ruling> ruling) {
  public Explanation {
    steps = List.copyOf(steps);
  }

  /**
   * One rule.
   *
   * @param condition as written; empty for the default
   * @param why the parts of a condition that keep it from holding
   */
  public record Step(
      String rule, Yaml.Place place, String condition, Match match, List<Clause> why) {
    public Step {
      why = List.copyOf(why);
    }
  }

  /**
   * A part of a condition that does not hold.
   *
   * @param text the part
   * @param values what it looked at, as {@code name = value}, for people: long ones are cut
   * @param trouble why it could not be worked out; empty when it is plainly false
   */
  public record Clause(String text, List<String> values, String trouble) {
    public Clause {
      values = List.copyOf(values);
    }
  }

  public enum Match {
    HOLDS,
    DOES_NOT_HOLD,
    /** Its condition could not be worked out for this message. */
    BROKEN
  }
}
