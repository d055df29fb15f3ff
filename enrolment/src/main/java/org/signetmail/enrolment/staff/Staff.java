package org.signetmail.enrolment.staff;

import java.util.Set;
import org.signetmail.pkix.Mailbox;

/** Who has which role now. Asked with every request, so it is quick; safe for many threads. */
@FunctionalInterface
public interface Staff {
  /** None for nearly everybody. */
  Set<Role> roles(Mailbox mailbox);
}
