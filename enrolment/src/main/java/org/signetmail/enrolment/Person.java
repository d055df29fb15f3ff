package org.signetmail.enrolment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.signetmail.pkix.Mailbox;

/** Somebody of the organisation who has, had or is to get certificates. */
public record Person(Mailbox mailbox, String name, Set<String> groups, State state, Instant since) {
  public enum State {
    INVITED,
    ACTIVE,
    SUSPENDED,
    LEFT
  }

  /**
   * The same person, in this state from now on; codes that were given before are of no more use.
   */
  Person in(State other, Instant now) {
    return new Person(mailbox, name, groups, other, after(now));
  }

  /** Now in whole seconds, and always later than {@link #since}. */
  Instant after(Instant now) {
    Instant next = since.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    Instant seconds = now.truncatedTo(ChronoUnit.SECONDS);
    return seconds.isBefore(next) ? next : seconds;
  }
}
