package org.signetmail.rollout;

import java.util.List;
import org.signetmail.pkix.Finding;

/**
 * One thing that a plan says, and what it says it from: so that anybody can look, and the same can
 * be asked again tomorrow.
 *
 * @param evidence ids of what stands in the inventory, in the answers ({@code answer/places}) or in
 *     the system ({@code system/quorum}); never empty
 */
public record Claim(Finding finding, List<String> evidence) {
  public Claim {
    evidence = List.copyOf(evidence);
    if (evidence.isEmpty()) {
      throw new IllegalArgumentException(finding.line() + ": is claimed from nothing");
    }
  }

  static Claim of(RolloutFinding code, String subject, String detail, String... evidence) {
    return new Claim(Finding.of(code, subject, detail), List.of(evidence));
  }

  static Claim of(RolloutFinding code, String subject, String detail, List<String> evidence) {
    return new Claim(Finding.of(code, subject, detail), evidence);
  }

  /** What makes it the same claim in two plans: what it is about, whatever it says of it. */
  public String key() {
    return finding.code().code() + " " + finding.subject();
  }
}
