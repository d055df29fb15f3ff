package org.signetmail.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts.Received.Openable;
import org.signetmail.policy.Reception;
import org.signetmail.smime.Headers;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.ProtectedHeaders;
import org.signetmail.smime.Reading;
import org.signetmail.smime.SharedReading;
import org.signetmail.smime.Verdict;

/**
 * What one encrypted message comes to for each of its recipients, by the keys that are held for
 * that recipient and no other's: who is not a recipient of the encryption gets it as it came. What
 * goes wrong in opening looks like nothing was tried (RFC 3218 §2.3). Owns what it opened. For one
 * thread.
 */
final class Openings implements Closeable {
  /**
   * What opened, and what was found inside.
   *
   * @param named whom To and Cc name in a header that a signature which passed protects
   */
  record Opened(
      Octets octets,
      Examination inside,
      Reception.Open kind,
      String algorithm,
      Set<Mailbox> named) {
    Opened {
      named = Set.copyOf(named);
    }
  }

  /**
   * What came of trying.
   *
   * @param openable whether a key of the recipient is one that the message is encrypted to: it says
   *     nothing of whether it opened
   */
  record Attempt(Openable openable, Optional<Opened> opened) {
    static final Attempt NONE = new Attempt(Openable.NO, Optional.empty());
  }

  private final KeyRing ring;
  private final Judge judge;
  private final Octets message;
  private final Instant at;
  private final Map<List<DecryptionIdentity>, Attempt> attempts = new HashMap<>();
  private Optional<SharedReading> opening = Optional.empty(); // until there is a key to try

  Openings(KeyRing ring, Judge judge, Octets message, Instant at) {
    this.ring = ring;
    this.judge = judge;
    this.message = message;
    this.at = at;
  }

  /** Opens nothing for anybody. */
  static Openings none(Octets message, Instant at) {
    return new Openings(KeyRing.EMPTY, Judge.NONE, message, at);
  }

  Attempt of(Mailbox recipient) throws IOException {
    List<DecryptionIdentity> keys = ring.keysFor(recipient);
    if (keys.isEmpty()) {
      return Attempt.NONE;
    }
    Attempt known = attempts.get(keys);
    if (known == null) {
      known = attempt(keys);
      attempts.put(keys, known);
    }
    return known;
  }

  /** Whether a key of ours was applied to it, with whatever success. */
  boolean tried() {
    return attempts.values().stream().anyMatch(one -> one.openable() == Openable.YES);
  }

  private Attempt attempt(List<DecryptionIdentity> keys) throws IOException {
    if (opening.isEmpty()) {
      opening = judge.opening(message, at);
    }
    if (opening.isEmpty()) {
      return Attempt.NONE;
    }
    Reading reading;
    try {
      reading = opening.get().with(keys);
    } catch (MalformedMessage e) {
      return Attempt.NONE;
    }
    return switch (reading.opening().orElse(null)) {
      case null -> Attempt.NONE;
      case Opening.NotForUs notForUs -> Attempt.NONE;
      case Opening.Refused refused -> new Attempt(Openable.YES, Optional.empty());
      case Opening.Opened opened ->
          new Attempt(
              Openable.YES,
              reading.opened().isPresent()
                  ? Optional.of(opened(reading, opened, reading.opened().get()))
                  : Optional.empty());
    };
  }

  private static Opened opened(Reading reading, Opening.Opened opened, Octets octets)
      throws IOException {
    boolean isProven =
        opened.authenticity() == Opening.Authenticity.AUTHENTICATED
            || reading.verdict() instanceof Verdict.Passed;
    Examination inside =
        new Examination(
            ProtectionScan.of(MessageHeader.read(octets), octets),
            Examination.State.JUDGED,
            reading.verdict(),
            reading.from());
    return new Opened(
        octets,
        inside,
        isProven ? Reception.Open.PROVEN : Reception.Open.UNPROVEN,
        opened.algorithm(),
        named(reading.headers()));
  }

  private static Set<Mailbox> named(Headers headers) {
    if (!(headers instanceof ProtectedHeaders inside)
        || inside.fields().stream().anyMatch(field -> !isSigned(inside.state(field)))) {
      return Set.of();
    }
    Set<Mailbox> named = new HashSet<>();
    for (String field : List.of("To", "Cc")) {
      try {
        named.addAll(inside.mailboxes(field));
      } catch (IllegalArgumentException e) {
        // names nobody whom one could hold against it
      }
    }
    return named;
  }

  private static boolean isSigned(ProtectedHeaders.State state) {
    return state == ProtectedHeaders.State.SIGNED_ONLY
        || state == ProtectedHeaders.State.SIGNED_AND_ENCRYPTED;
  }

  @Override
  public void close() throws IOException {
    if (opening.isPresent()) {
      opening.get().close();
    }
  }
}
