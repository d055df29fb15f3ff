package org.signetmail.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Facts.Received.Openable;
import org.signetmail.policy.Policy;
import org.signetmail.policy.Reception;
import org.signetmail.policy.Treatment;

/** What policy makes of a message for one recipient once it is known what is inside. */
final class InsideDecision {
  private InsideDecision() {}

  /**
   * The rules are asked once more, with what was found inside. What they say now changes what the
   * reader is given and never what the sender hears, who may have sent it to learn what is inside:
   * where they would refuse, it stays closed.
   */
  static Wanted of(Wanted closed, Openings.Opened opened, Policy policy, Instant at) {
    if (!opens(closed.decision(), opened.kind())) {
      return closed;
    }
    Facts inside = closed.facts().with(opened.inside().facts(Openable.YES));
    Decision decision = policy.decide(inside, at);
    return opens(decision, opened.kind())
        ? new Wanted(
            closed.recipient(),
            inside,
            decision,
            Optional.empty(),
            List.of(),
            Optional.of(opened),
            closed.ruling())
        : new Wanted(
            closed.recipient(),
            closed.facts(),
            of(closed.decision(), decision),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            closed.ruling());
  }

  /** As the rules want it now that the inside is known; where they refuse, as before. */
  static Decision of(Decision closed, Decision inside) {
    return inside instanceof Decision.Deliver ? inside : closed;
  }

  /** Whether that decision opens what is proven so far. */
  static boolean opens(Decision decision, Reception.Open proven) {
    return decision instanceof Decision.Deliver(Treatment treatment, String rule)
        && switch (treatment.reception().open()) {
          case NO -> false;
          case PROVEN -> proven == Reception.Open.PROVEN;
          case UNPROVEN -> true;
        };
  }
}
