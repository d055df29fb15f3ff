package org.signetmail.enrolment.acme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.signetmail.enrolment.emailreply.AuthenticResponse;
import org.signetmail.enrolment.emailreply.ResponseFinding;
import org.signetmail.pkix.Finding;

/**
 * Answers to challenges, held against the orders that wait for them (RFC 8823 §3). A mail that is
 * not authentic never comes here, so nobody ends an order by forging; an authentic one has one
 * chance.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class Replies {
  private static final int MOST_ATTEMPTS = 5;

  private final OrderStore store;
  private final InstantSource clock;

  public Replies(OrderStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What stands against an answer; empty when it counts. */
  public Optional<Finding> receive(AuthenticResponse response) {
    String sent = RandomNames.digest(response.token().text());
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Optional<Order> found = store.ofSentToken(sent);
      Instant now = clock.instant();
      Optional<Finding> objection = objection(found, response, now);
      if (objection.isPresent()) {
        return objection;
      }
      Order order = found.orElseThrow();
      if (!isRight(order, response.digest().orElseThrow())) {
        Problem why =
            new Problem(
                Problem.Type.INCORRECT_RESPONSE,
                "the answer that came has another digest (RFC 8555 §8.1); order again");
        if (store.change(order.with(order.challenge().failed(why)))) {
          return Optional.of(
              ResponseFinding.WRONG_DIGEST.on("response", "is not what the order expects"));
        }
      } else if (store.change(order.with(order.challenge().answeredAt(now)))) {
        return Optional.empty();
      }
    }
    throw new IllegalStateException("acme order: changes all the time; send the answer again");
  }

  private static Optional<Finding> objection(
      Optional<Order> found, AuthenticResponse response, Instant now) {
    if (found.isEmpty()) {
      return Optional.of(ResponseFinding.NOT_EXPECTED.on("Subject", "has a token of no order"));
    }
    Order order = found.get();
    if (!order.mailbox().equals(response.from())) {
      return Optional.of(
          ResponseFinding.OTHER_MAILBOX.on(
              "From", "is " + response.from() + ", to whom no such challenge went"));
    }
    if (order.challenge().answered().isPresent() || order.challenge().problem().isPresent()) {
      return Optional.of(ResponseFinding.REPLAYED.on("response", "came before"));
    }
    if (order.authorizationStatus(now) != Order.AuthorizationStatus.PENDING) {
      return Optional.of(
          ResponseFinding.NOT_EXPECTED.on("Subject", "has the token of an order that is over"));
    }
    return response.digest().isEmpty()
        ? Optional.of(
            ResponseFinding.NO_RESPONSE.on("text", "has no one response block that can be read"))
        : Optional.empty();
  }

  private static boolean isRight(Order order, String digest) {
    return MessageDigest.isEqual(
        order.challenge().response().getBytes(StandardCharsets.US_ASCII),
        digest.getBytes(StandardCharsets.US_ASCII));
  }
}
