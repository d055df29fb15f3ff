package org.signetmail.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Policy;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * What a gateway would find in a message, told without sending anything: mail from outside that is
 * encrypted is opened with the keys at hand, judged, and closed again. What was inside is nowhere
 * but in memory, and in the encrypted spool while it is looked at. Safe for use by many threads.
 *
 * @param ring {@link KeyRing#EMPTY} where no keys are at hand
 */
public record Rehearsal(Facts.Direction direction, FactSources sources, KeyRing ring) {

  /**
   * What policies may look at, for each recipient in order.
   *
   * @param policy says which labels and certificates are looked for
   * @throws MalformedMessage when the message has no header that can be read
   */
  public List<Sight> of(Policy policy, Envelope envelope, Octets message, Instant at)
      throws IOException {
    FactGathering gathering = new FactGathering(direction, sources);
    MessageHeader header = MessageHeader.read(message);
    Examination seen = gathering.examine(header, message, at);
    try (Openings openings = openings(message, at)) {
      return gathering
          .gather(policy, header, envelope, message, envelope.recipients(), seen, openings)
          .stream()
          .map(one -> new Sight(one.facts(), inside(one)))
          .toList();
    }
  }

  private Openings openings(Octets message, Instant at) {
    return direction == Facts.Direction.INBOUND
        ? new Openings(ring, sources.judge(), message, at)
        : Openings.none(message, at);
  }

  private Sight.Inside inside(FactGathering.Gathered one) {
    Facts facts = one.facts();
    if (direction == Facts.Direction.OUTBOUND
        || facts.message().protection() != Facts.Protection.ENCRYPTED) {
      return new Sight.Plain();
    }
    if (one.opened().isPresent()) {
      Openings.Opened opened = one.opened().get();
      return new Sight.Opened(
          facts.with(opened.inside().facts(Facts.Received.Openable.YES)), opened.kind());
    }
    if (ring.equals(KeyRing.EMPTY)) {
      return new Sight.Closed(Sight.Why.NO_KEY_RING);
    }
    if (ring.keysFor(one.recipient().mailbox()).isEmpty()) {
      return new Sight.Closed(Sight.Why.NO_KEY);
    }
    return new Sight.Closed(
        facts.received().openable() == Facts.Received.Openable.YES
            ? Sight.Why.DOES_NOT_OPEN
            : Sight.Why.NOT_FOR_US);
  }
}
