package org.signetmail.enrolment;

import java.time.Duration;
import java.time.Instant;
import org.signetmail.pkix.Mailbox;

/**
 * That somebody gave back a secret that was sent to a mailbox, or was known to the organisation's
 * own directory or identity provider as its holder, moments ago, in this very session: only {@link
 * Sessions} makes one. It is of use for one set of certificates, because it names the state the
 * person was in, which these change (S/MIME BR §3.2.2.2).
 */
public final class MailboxControl {
  private static final Duration LONGEST = Duration.ofHours(24);

  private final Mailbox mailbox;
  private final Instant since;
  private final Instant shown;

  MailboxControl(Mailbox mailbox, Instant since, Instant shown) {
    this.mailbox = mailbox;
    this.since = since;
    this.shown = shown;
  }

  /** Whose mailbox it is. */
  public Mailbox mailbox() {
    return mailbox;
  }

  /** Whether it still says something of this person, in the state they are in. */
  boolean holds(Person person, Instant now) {
    return person.mailbox().equals(mailbox)
        && person.since().equals(since)
        && !now.isBefore(shown)
        && now.isBefore(shown.plus(LONGEST));
  }
}
