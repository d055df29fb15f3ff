package org.signetmail.enrolment.staff;

import java.util.List;
import java.util.Optional;
import org.signetmail.enrolment.PendingRequest;
import org.signetmail.enrolment.RequestDecisions;

/** Requests that wait for a word, for those who may say it. Safe for many threads and nodes. */
public final class RequestDesk {
  private final RequestDecisions decisions;

  public RequestDesk(RequestDecisions decisions) {
    this.decisions = decisions;
  }

  /** Oldest first. */
  public List<PendingRequest> waiting(Actor actor) {
    actor.require(Right.DECIDE_REQUESTS);
    return decisions.waiting();
  }

  /** The one over this key, in hexadecimal, and of this kind. */
  public Optional<PendingRequest> find(Actor actor, String key, String kind) {
    return waiting(actor).stream()
        .filter(one -> one.key().hex().equals(key) && one.kind().name().equals(kind))
        .findFirst();
  }

  /** Decides, in the actor's name. */
  public RequestDecisions.Outcome decide(
      Actor actor, PendingRequest waits, PendingRequest.State state) {
    actor.require(Right.DECIDE_REQUESTS);
    return decisions.decide(waits, state, actor.mailbox());
  }
}
