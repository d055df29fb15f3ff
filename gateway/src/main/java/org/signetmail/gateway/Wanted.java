package org.signetmail.gateway;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Ruling;
import org.signetmail.policy.Treatment;

/**
 * What policy wants for one recipient.
 *
 * @param certificate the one to encrypt to, when there is one
 * @param besides certificates of others who can open it too
 * @param opened in place of the message as it came, where policy opens it for this recipient
 * @param ruling what a jurisdiction table made of it, where there is one
 */
record Wanted(
    Envelope.Recipient recipient,
    Facts facts,
    Decision decision,
    Optional<Certificate> certificate,
    List<Certificate> besides,
    Optional<Openings.Opened> opened,
    Optional<Ruling> ruling) {
  Wanted {
    besides = List.copyOf(besides);
  }

  /** The same recipient, about whom it was decided otherwise. */
  Wanted deciding(Decision other) {
    return new Wanted(recipient, facts, other, certificate, besides, opened, ruling);
  }

  /** The same recipient, whose message is left as it is because it is our own work. */
  Wanted left() {
    return new Wanted(
        recipient,
        facts,
        new Decision.Deliver(Treatment.LEAVE, "own work"),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
