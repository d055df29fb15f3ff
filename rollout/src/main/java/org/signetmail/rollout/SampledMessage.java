package org.signetmail.rollout;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts.Protection;

/**
 * What is taken from one message of a sample; the message itself is forgotten.
 *
 * @param from its one author
 * @param to those in To and Cc
 * @param program User-Agent, else X-Mailer
 * @param certificates that its signature brought along
 */
public record SampledMessage(
    Optional<Mailbox> from,
    List<Mailbox> to,
    Optional<String> program,
    Protection protection,
    List<Certificate> certificates) {
  public SampledMessage {
    to = List.copyOf(to);
    certificates = List.copyOf(certificates);
  }
}
