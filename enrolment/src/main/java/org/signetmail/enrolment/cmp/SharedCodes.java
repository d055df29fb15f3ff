package org.signetmail.enrolment.cmp;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.signetmail.enrolment.Invitation;
import org.signetmail.enrolment.InvitationCodes;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonStore;
import org.signetmail.enrolment.cmp.Transaction.Credential;
import org.signetmail.pkix.Mailbox;

/**
 * The codes of invitations as secrets that both sides know: a message is protected by the code, as
 * it was written to the person, and the code is never sent (RFC 9483 §4.1.5). Thread-safe.
 */
public final class SharedCodes {
  private final PersonStore people;
  private final InvitationCodes codes;
  private final InstantSource clock;

  public SharedCodes(PersonStore people, InvitationCodes codes, InstantSource clock) {
    this.people = people;
    this.codes = codes;
    this.clock = clock;
  }

  /**
   * What to check a message with.
   *
   * @param code a secret; there is one for everybody, so that it takes as long to find out that a
   *     mailbox is unknown as that a code is wrong
   * @param credential empty when the code proves nothing: nobody has it, or its day is over
   */
  public record Known(String code, Optional<Credential.Code> credential) {
    /** Without the code. */
    @Override
    public String toString() {
      return "Known[" + credential + "]";
    }
  }

  /** The present code of a mailbox. */
  public Known present(Mailbox mailbox) {
    Instant now = clock.instant();
    Optional<Instant> since = people.find(mailbox).map(Person::since);
    Invitation invitation = codes.of(mailbox, since.orElse(now.truncatedTo(ChronoUnit.SECONDS)));
    return new Known(
        invitation.code(),
        since.filter(_ -> now.isBefore(invitation.expires())).map(Credential.Code::new));
  }

  /** The code with which a transaction began; it may be used up by now. */
  public String again(Mailbox mailbox, Credential.Code credential) {
    return codes.of(mailbox, credential.since()).code();
  }
}
