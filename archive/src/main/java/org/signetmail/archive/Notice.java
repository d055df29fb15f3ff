package org.signetmail.archive;

import java.time.Instant;
import org.signetmail.pkix.Mailbox;

/**
 * What the owner of archived keys is told about a recovery case.
 *
 * @param caseId to name when asking back
 * @param by who did it: the requester, an officer's name, or the receiver
 * @param detail the reason given, in the words of who gave it; perhaps empty
 */
public record Notice(
    Event event, String caseId, Mailbox owner, Mailbox by, Instant at, String detail) {

  /** What happened. */
  public enum Event {
    REQUESTED,
    APPROVED,
    DENIED,
    WITHDRAWN,
    /** Somebody came for the keys too early or without the right, and got nothing. */
    REFUSED,
    RELEASED
  }
}
