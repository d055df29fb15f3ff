package org.signetmail.enrolment.acme;

import java.time.Instant;
import java.util.Optional;
import org.signetmail.enrolment.emailreply.TokenPart;

/**
 * The {@code email-reply-00} challenge of an order (RFC 8823 §3). What went by mail is kept as its
 * digest only, and so is the right response: who reads the store cannot answer.
 *
 * @param sentToken SHA-256 of the first part of the token, which the mail had, base64url
 * @param byHttps the second part
 * @param response the digest that the answer must hold
 * @param answered when the right answer came
 * @param triggered when the client said that it had answered
 * @param problem why it can no longer be met
 * @param deactivated when the client gave the authorization up
 */
public record Challenge(
    String sentToken,
    TokenPart byHttps,
    String response,
    Optional<Instant> answered,
    Optional<Instant> triggered,
    Optional<Problem> problem,
    Optional<Instant> deactivated) {

  /** RFC 8555 §7.1.6. */
  public enum Status {
    PENDING,
    PROCESSING,
    VALID,
    INVALID
  }

  public Status status() {
    if (problem.isPresent() || deactivated.isPresent()) {
      return Status.INVALID;
    }
    if (triggered.isEmpty()) {
      return Status.PENDING;
    }
    return answered.isPresent() ? Status.VALID : Status.PROCESSING;
  }

  /** When both sides were heard. */
  public Optional<Instant> validated() {
    return status() == Status.VALID
        ? answered.flatMap(mail -> triggered.map(post -> mail.isAfter(post) ? mail : post))
        : Optional.empty();
  }

  Challenge answeredAt(Instant at) {
    return new Challenge(
        sentToken, byHttps, response, Optional.of(at), triggered, problem, deactivated);
  }

  Challenge triggeredAt(Instant at) {
    return new Challenge(
        sentToken, byHttps, response, answered, Optional.of(at), problem, deactivated);
  }

  Challenge failed(Problem why) {
    return new Challenge(
        sentToken, byHttps, response, answered, triggered, Optional.of(why), deactivated);
  }

  Challenge deactivatedAt(Instant at) {
    return new Challenge(
        sentToken, byHttps, response, answered, triggered, problem, Optional.of(at));
  }
}
