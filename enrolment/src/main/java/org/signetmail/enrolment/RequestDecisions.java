package org.signetmail.enrolment;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.signetmail.pkix.Mailbox;

/**
 * The administrators' word on requests that wait. Nobody decides about themselves (S/MIME BR §3.2).
 * Safe for many threads and nodes.
 */
public final class RequestDecisions {
  private static final int MOST = 1000;

  private final PendingRequests requests;
  private final InstantSource clock;
  private final SecureRandom random;

  public RequestDecisions(PendingRequests requests, InstantSource clock, SecureRandom random) {
    this.requests = requests;
    this.clock = clock;
    this.random = random;
  }

  /** What came of a decision. */
  public sealed interface Outcome {
    record Decided(PendingRequest request) implements Outcome {}

    /** It is the request of whoever wants to decide. */
    record OfOneself() implements Outcome {}

    /** It was decided meanwhile. */
    record Before() implements Outcome {}
  }

  /** Those that wait, oldest first, a thousand at most. */
  public List<PendingRequest> waiting() {
    return requests.waiting(MOST);
  }

  /** Decides about one that waits; the decision is a leaf of the log. */
  public Outcome decide(PendingRequest waits, PendingRequest.State state, Mailbox by) {
    if (by.equals(waits.mailbox())) {
      return new Outcome.OfOneself();
    }
    PendingRequest decided = waits.decided(state, by);
    return requests.decide(decided, decided.leaf(clock.instant(), random))
        ? new Outcome.Decided(decided)
        : new Outcome.Before();
  }
}
