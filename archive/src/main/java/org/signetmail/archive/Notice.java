package org.signetmail.archive;

import java.time.Instant;
import org.signetmail.pkix.Mailbox;

/**
 * What the owner of archived keys is told about a recovery case.
 *
 * @param caseId to name when asking back; empty where no case is meant
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
    /** Somebody tried what the rules do not allow, and got nothing. */
    REFUSED,
    RELEASED,
    /** The request was refused when it was made. */
    REJECTED,
    /** The case ended without a release. */
    EXPIRED,
    /** What is told only now, because an order had withheld it. */
    TOLD_LATER,
    /** A recovery code was set for the owner's keys. */
    CODE_SET
  }
}
