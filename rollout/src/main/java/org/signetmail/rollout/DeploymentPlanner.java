package org.signetmail.rollout;

import java.util.ArrayList;
import java.util.List;
import org.signetmail.rollout.PlanSection.Topic;

/**
 * Makes a deployment plan of what there is, what the organisation says, and what the system is: a
 * pure function, so the same input gives the same plan.
 */
public final class DeploymentPlanner {
  private final Inventory inventory;
  private final RolloutAnswers answers;
  private final SystemFacts system;

  public DeploymentPlanner(Inventory inventory, RolloutAnswers answers, SystemFacts system) {
    this.inventory = inventory;
    this.answers = answers;
    this.system = system;
  }

  public DeploymentPlan plan() {
    List<Inventory.Group> groups = inventory.groups();
    WavePlan waves = WavePlan.of(inventory, groups, answers);
    MailClaims mail = new MailClaims(inventory);
    PracticeClaims practice = new PracticeClaims(inventory, answers, system);
    KeepingClaims keeping = new KeepingClaims(inventory, answers, system);
    List<PlanSection> sections = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      List<Claim> claims =
          switch (topic) {
            case SERVERS -> mail.servers();
            case CLIENTS -> mail.programs();
            case PARTNERS -> mail.correspondents();
            case WAVES -> waves.claims();
            case POLICIES -> practice.policies();
            case ENCRYPTION -> practice.encryption();
            case SERVICES -> practice.services(waves.largest());
            case ENROLMENT -> practice.enrolment(groups);
            case ARCHIVE -> keeping.archive();
            case RECOVERY -> keeping.recovery();
            case EFFORT -> new EffortClaims(inventory, answers).claims(waves.waves().size());
            case QUESTIONS -> questions();
          };
      sections.add(new PlanSection(topic, claims));
    }
    return new DeploymentPlan(
        system.organization(),
        inventory.at(),
        inventory,
        sections,
        waves.waves(),
        EvidenceIndex.of(inventory, answers, system));
  }

  private List<Claim> questions() {
    return answers.open().stream()
        .map(question ->
            Claim.of(
                RolloutFinding.OPEN_QUESTION,
                question.key(),
                question.text(),
                "answer/" + question.key()))
        .toList();
  }
}
