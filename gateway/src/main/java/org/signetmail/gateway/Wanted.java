package org.signetmail.gateway;

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
 * @param ruling what a jurisdiction table made of it, where there is one
 */
record Wanted(
    Envelope.Recipient recipient,
    Facts facts,
    Decision decision,
    Optional<Certificate> certificate,
    Optional<Ruling> ruling) {

  /** The same recipient, whose message is left as it is because it is our own work. */
  Wanted left() {
    return new Wanted(
        recipient,
        facts,
        new Decision.Deliver(Treatment.LEAVE, "own work"),
        Optional.empty(),
        Optional.empty());
  }
}
