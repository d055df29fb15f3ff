package org.signetmail.app.rollout;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.signetmail.app.rollout.Document.Part;
import org.signetmail.rollout.Claim;
import org.signetmail.rollout.DeploymentPlan;
import org.signetmail.rollout.PlanSection;

/** A deployment plan as a document: each claim beside its code and evidence. */
final class PlanDocument {
  private static final int NAMED = 4; // pieces of evidence in a row; the data has all
  private static final int LISTED = 400; // in the table at the end

  private PlanDocument() {}

  static Document of(DeploymentPlan plan, PlanChanges changes) {
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part.Paragraph(
            "Each line names the finding that it is (docs/findings.md) and what it was concluded"
                + " from; the last table says what that is. 'signet rollout plan' asks the same"
                + " again, and says what changed."));
    changes(changes, parts);
    for (PlanSection section : plan.sections()) {
      parts.add(new Part.Heading(section.topic().title()));
      parts.add(new Part.Paragraph(section.topic().about()));
      if (section.claims().isEmpty()) {
        parts.add(new Part.Paragraph("Nothing."));
      } else {
        parts.add(
            new Part.Rows(
                List.of("what", "plan", "finding", "evidence"),
                section.claims().stream().map(PlanDocument::row).toList()));
      }
    }
    evidence(plan, parts);
    return new Document(
        "Secure mail for " + plan.organization(),
        "Deployment plan of "
            + plan.at().truncatedTo(ChronoUnit.SECONDS)
            + ": "
            + plan.inventory().members().size()
            + " people in "
            + plan.inventory().groups().size()
            + " groups, "
            + plan.waves().size()
            + " waves",
        parts);
  }

  private static List<String> row(Claim claim) {
    return List.of(
        claim.finding().subject(),
        claim.finding().detail(),
        claim.finding().code().code(),
        named(claim.evidence()));
  }

  private static String named(List<String> evidence) {
    String some = String.join(", ", evidence.stream().limit(NAMED).toList());
    int more = evidence.size() - NAMED;
    return more > 0 ? some + " and " + more + " more" : some;
  }

  private static void changes(PlanChanges changes, List<Part> parts) {
    if (changes.since().isEmpty()) {
      return;
    }
    parts.add(new Part.Heading("Since the plan of " + changes.since().get()));
    parts.add(
        changes.lines().isEmpty()
            ? new Part.Paragraph("Nothing changed.")
            : new Part.Rows(
                List.of("change", "what"),
                changes.lines().stream().map(one -> List.of(one.kind(), one.text())).toList()));
  }

  /** What the evidence that was named stands for. */
  private static void evidence(DeploymentPlan plan, List<Part> parts) {
    Set<String> named = new LinkedHashSet<>();
    plan.claims().forEach(c -> c.evidence().stream().limit(NAMED).forEach(named::add));
    parts.add(new Part.Heading("Evidence"));
    parts.add(
        new Part.Rows(
            List.of("id", "what it says"),
            named.stream()
                .sorted()
                .limit(LISTED)
                .map(id -> List.of(id, plan.evidence().getOrDefault(id, "")))
                .toList()));
  }
}
