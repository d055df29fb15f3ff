package org.signetmail.app.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.rollout.Claim;

/**
 * What a plan says otherwise than the one before it.
 *
 * @param since when the one before was made; empty when there was none
 */
public record PlanChanges(Optional<String> since, List<Line> lines) {
  /** There was no plan before. */
  static final PlanChanges NONE = new PlanChanges(Optional.empty(), List.of());

  /**
   * One change.
   *
   * @param kind {@code new}, {@code changed} or {@code gone}
   */
  public record Line(String kind, String text) {}

  public PlanChanges {
    lines = List.copyOf(lines);
  }

  /**
   * Holds two plans beside each other.
   *
   * @param before the details of its claims by their keys
   */
  static PlanChanges of(String since, Map<String, String> before, List<Claim> claims) {
    Map<String, String> now = new LinkedHashMap<>();
    claims.forEach(claim -> now.put(claim.key(), claim.finding().detail()));
    List<Line> lines = new ArrayList<>();
    now.forEach((key, detail) -> {
      String earlier = before.get(key);
      if (earlier == null) {
        lines.add(new Line("new", key + ": " + detail));
      } else if (!earlier.equals(detail)) {
        lines.add(new Line("changed", key + ": " + detail + " (was: " + earlier + ")"));
      }
    });
    before.forEach((key, detail) -> {
      if (!now.containsKey(key)) {
        lines.add(new Line("gone", key + ": " + detail));
      }
    });
    return new PlanChanges(Optional.of(since), lines);
  }
}
