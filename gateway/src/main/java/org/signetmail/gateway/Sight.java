package org.signetmail.gateway;

import java.time.Instant;
import java.util.Optional;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Explanation;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Policy;
import org.signetmail.policy.Reception;
import org.signetmail.policy.Treatment;

/**
 * What a policy may look at of a message for one recipient. Of what is inside it has what the
 * signature came to, and no text. Immutable.
 *
 * @param facts of the message as it came: by them it is decided what the sender hears
 * @param inside by which it is decided what the reader is given
 */
public record Sight(Facts facts, Inside inside) {

  /** What is inside. */
  public sealed interface Inside {}

  /** There is nothing to open. */
  public record Plain() implements Inside {}

  /** It is encrypted, and was not opened here. */
  public record Closed(Why why) implements Inside {}

  /**
   * It is encrypted, and opens.
   *
   * @param facts with what was found inside
   * @param kind how far it is proven
   */
  public record Opened(Facts facts, Reception.Open kind) implements Inside {}

  /** Why nobody can say what is inside. */
  public enum Why {
    /** There are no keys at all where this is asked. */
    NO_KEY_RING,
    /** The key ring has none for this recipient. */
    NO_KEY,
    /** The keys for this recipient are not among those it is encrypted to. */
    NOT_FOR_US,
    /** It is encrypted to one of them, and does not open. */
    DOES_NOT_OPEN
  }

  /**
   * What comes of it.
   *
   * @param outside how it is decided what the sender hears
   * @param inside how it is decided what the reader is given; empty where it stays closed
   * @param decision of both, as it is carried out
   */
  public record Explained(Explanation outside, Optional<Explanation> inside, Decision decision) {}

  /** Decided as a gateway would. */
  public Decision decide(Policy policy, Instant at) {
    Decision outside = policy.decide(facts, at);
    return opens(outside)
        ? carriedOut(InsideDecision.of(outside, policy.decide(insideFacts(), at)))
        : carriedOut(outside);
  }

  /** Decided and explained. */
  public Explained explain(Policy policy, Instant at) {
    Explanation outside = policy.explain(facts, at);
    if (!opens(outside.decision())) {
      return new Explained(outside, Optional.empty(), carriedOut(outside.decision()));
    }
    Explanation found = policy.explain(insideFacts(), at);
    Decision decision = InsideDecision.of(outside.decision(), found.decision());
    return new Explained(outside, Optional.of(found), carriedOut(decision));
  }

  /** The same for other facts about the message as it came. */
  public Sight with(Facts other) {
    return new Sight(other, inside);
  }

  private boolean opens(Decision outside) {
    return inside instanceof Opened(Facts _, Reception.Open kind)
        && InsideDecision.opens(outside, kind);
  }

  private Facts insideFacts() {
    return inside instanceof Opened(Facts found, Reception.Open _) ? found : facts;
  }

  /** Policy opens what can be opened: where that is known to be nothing, it opens nothing. */
  private Decision carriedOut(Decision decision) {
    boolean isKnownToStayClosed =
        switch (inside) {
          case Plain _ -> false;
          case Closed(Why why) -> why != Why.NO_KEY_RING;
          case Opened(Facts _, Reception.Open kind) -> !InsideDecision.opens(decision, kind);
        };
    return isKnownToStayClosed && decision instanceof Decision.Deliver(Treatment all, String rule)
        ? new Decision.Deliver(all.receiving(all.reception().unopened()), rule)
        : decision;
  }
}
