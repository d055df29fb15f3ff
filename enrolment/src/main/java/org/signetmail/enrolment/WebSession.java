package org.signetmail.enrolment;

import java.time.Instant;
import org.signetmail.pkix.Mailbox;

/**
 * Somebody who is signed in with a browser, as it is kept: who has the store's octets cannot become
 * them, for it holds a digest only.
 *
 * @param digest SHA-256 of the token that the browser holds
 * @param since the state that the person was in when they signed in
 */
public record WebSession(
    byte[] digest, Mailbox mailbox, Instant since, Instant opened, Instant seen) {
  public WebSession {
    digest = digest.clone();
  }

  @Override
  public byte[] digest() {
    return digest.clone();
  }
}
