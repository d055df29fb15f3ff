package org.signetmail.enrolment.staff;

import java.util.Locale;

/** Somebody asked for what none of their roles allows. Nothing was read and nothing changed. */
public final class NotAllowed extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotAllowed(Actor actor, Right right) {
    super(
        actor.mailbox()
            + ": is "
            + actor.words()
            + ", which does not include '"
            + right.name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + "'; ask somebody whose role it is");
  }
}
