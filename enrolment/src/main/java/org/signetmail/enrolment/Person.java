package org.signetmail.enrolment;

import java.time.Instant;
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
}
