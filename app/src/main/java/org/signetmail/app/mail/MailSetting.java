package org.signetmail.app.mail;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.FactSources;
import org.signetmail.gateway.KeyRing;
import org.signetmail.gateway.Rehearsal;
import org.signetmail.gateway.Sight;
import org.signetmail.policy.Facts.Direction;
import org.signetmail.policy.Policy;
import org.signetmail.smime.Octets;

/**
 * What is at hand to say what would happen to mail.
 *
 * @param sources of people, partners and certificates
 * @param ring the keys that mail from outside is opened with
 * @param flow which way mail goes
 */
public record MailSetting(FactSources sources, KeyRing ring, MailFlow flow) {

  /** What a policy and others like it may look at; what is encrypted is opened where it can be. */
  public List<Sight> sights(
      Policy asking, Direction way, Envelope envelope, Octets message, Instant at)
      throws IOException {
    return new Rehearsal(way, sources, ring).of(asking, envelope, message, at);
  }
}
