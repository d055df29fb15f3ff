package org.signetmail.gateway;

import java.time.Instant;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;

/**
 * The password under which mail goes to somebody who has no certificate, as a store keeps it:
 * sealed.
 *
 * @param sealed which only {@link FormPasswords} opens
 * @param since tells one password of a recipient from the next
 * @param told whom of our people it was told to, to pass it on; nobody was told one that was agreed
 */
public record FormPassword(
    Mailbox recipient, Origin origin, byte[] sealed, Instant since, Optional<Mailbox> told) {
  public FormPassword {
    sealed = sealed.clone();
  }

  /** Where it comes from. */
  public enum Origin {
    /** Made here at first use. */
    MADE,
    /** Agreed with the recipient, and set by an administrator. */
    AGREED
  }

  @Override
  public byte[] sealed() {
    return sealed.clone();
  }

  @Override
  public String toString() {
    return "password of " + recipient + " since " + since;
  }
}
