package org.signetmail.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Mailbox;

/**
 * Hears in what form mail went to whom, so that a rollout knows who uses what they have. Whatever
 * it does, or fails to do, changes nothing for the mail. Safe for use by many threads, and quick.
 */
@FunctionalInterface
public interface MailSightings {
  /** Nobody listens. */
  MailSightings NONE = sighting -> {};

  /** How a message looks that the next hop has taken. */
  enum Form {
    SIGNED,
    ENCRYPTED,
    /** It came encrypted, and the gateway opened it for its recipients. */
    OPENED
  }

  /**
   * One form of a message that the next hop has taken.
   *
   * @param author the one of From
   * @param recipients for whom it took this form
   * @param messageId without angle brackets
   * @param answered the messages that this one answers: In-Reply-To, without angle brackets
   */
  record Sighting(
      Optional<Mailbox> author,
      List<Mailbox> recipients,
      Set<Form> forms,
      Optional<String> messageId,
      List<String> answered,
      Instant at) {
    public Sighting {
      recipients = List.copyOf(recipients);
      forms = Set.copyOf(forms);
      answered = List.copyOf(answered);
    }
  }

  void seen(Sighting sighting);
}
