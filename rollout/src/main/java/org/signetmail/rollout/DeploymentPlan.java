package org.signetmail.rollout;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * How an organisation comes to secure mail: every claim in it names its evidence.
 *
 * @param sections one for each topic, in their order
 * @param waves in the order in which they start
 * @param evidence what the ids that claims name stand for
 */
public record DeploymentPlan(
    String organization,
    Instant at,
    Inventory inventory,
    List<PlanSection> sections,
    List<Wave> waves,
    SortedMap<String, String> evidence) {
  public DeploymentPlan {
    sections = List.copyOf(sections);
    waves = List.copyOf(waves);
  }

  /** All claims, section after section. */
  public List<Claim> claims() {
    return sections.stream().flatMap(section -> section.claims().stream()).toList();
  }
}
