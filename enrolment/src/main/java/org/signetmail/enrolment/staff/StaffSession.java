package org.signetmail.enrolment.staff;

import java.time.Instant;
import org.signetmail.pkix.Mailbox;

/**
 * Somebody who is signed in to the console, as it is kept: a digest of the token, never the token.
 *
 * @param digest SHA-256 of the token that the browser holds
 */
public record StaffSession(
    byte[] digest, Mailbox mailbox, Credential credential, Instant opened, Instant seen) {
  public StaffSession {
    digest = digest.clone();
  }

  @Override
  public byte[] digest() {
    return digest.clone();
  }
}
