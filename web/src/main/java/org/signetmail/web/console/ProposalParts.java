package org.signetmail.web.console;

import java.util.List;
import java.util.Map;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.rollout.PolicyProposal;
import org.signetmail.web.page.Words;

/** The policy that comes with a wave: one administrator proposes it, another starts the wave. */
final class ProposalParts {
  static final String PROPOSE = "/console/rollout/propose";
  static final String WITHDRAW = "/console/rollout/withdraw";
  static final String START_WITH = "/console/rollout/start-with";

  private ProposalParts() {}

  /** For a wave that may start and has none. */
  static Part propose(String wave) {
    return new Part.Ask(
        "Propose a policy that comes with the wave",
        "Another administrator reads it, and starts the wave with it or does not. From a shell,"
            + " where one person may do both: signet rollout wave start "
            + wave
            + " --policy policy.yaml",
        "post",
        PROPOSE,
        Map.of("wave", wave),
        List.of(
            Part.Field.file("policy", "The policy, a file"),
            Part.Field.optionalFile(
                "signature",
                "An administrator's signature over it (.p7s), where changes must be signed")),
        "Propose it",
        "");
  }

  /** What is proposed, for everybody who sees the wave. */
  static List<Part> shown(PolicyProposal proposal) {
    return List.of(
        new Part.Facts(
            "Policy that is proposed",
            List.of(
                new Part.Fact("By", Cell.of(proposal.by().toString())),
                new Part.Fact("Since", Cell.minute(proposal.at())),
                new Part.Fact("SHA-256", Cell.code(Words.grouped(proposal.fingerprint()))),
                new Part.Fact(
                    "Signed beside it", Cell.of(proposal.signature().isEmpty() ? "no" : "yes")))),
        new Part.Verbatim("Its text", proposal.text()));
  }

  /** What somebody who runs waves can do with it. */
  static List<Part> asks(Actor actor, PolicyProposal proposal) {
    Part withdraw =
        new Part.Ask(
            "Withdraw the policy",
            "The wave stays as it is.",
            "post",
            WITHDRAW,
            Map.of("wave", proposal.wave()),
            List.of(),
            "Withdraw it",
            "");
    if (proposal.by().equals(actor.mailbox())) {
      return List.of(
          new Part.Prose("You proposed it: another administrator starts the wave with it."),
          withdraw);
    }
    return List.of(
        new Part.Ask(
            "Start with this policy",
            "Looks whether all conditions hold, puts the policy in force, and invites everybody in"
                + " the groups of the wave. The policy of before comes back with a rollback. From a"
                + " shell: signet rollout wave start "
                + proposal.wave()
                + " --policy policy.yaml",
            "post",
            START_WITH,
            Map.of("wave", proposal.wave(), "policy", proposal.fingerprint()),
            List.of(Part.Field.line("confirm", "Type the name of the wave to go on", "")),
            "Start with this policy",
            "danger"),
        withdraw);
  }
}
